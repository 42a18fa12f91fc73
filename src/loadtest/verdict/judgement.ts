import type {Outcome} from '../../core/report.js'
import type {Latencies} from '../engine/histogram.js'
import type {Measurement, Tally} from '../engine/measurement.js'
import {shownLatency, shownNumber, shownShare} from '../quantity.js'
import {enoughAt, enoughFor, surelyAbove, surelyBelow} from './confidence.js'
import {figureName, holds, type Threshold} from './threshold.js'

/** Connections that are busy for more than this share of the time are what limits the load. */
const exhausted = 0.9

/** A mean of fewer latencies says little. */
const enoughForMean = 30

/** How one threshold came out. */
export interface Judgement {
  readonly threshold: Threshold
  readonly outcome: Outcome
  /** In the unit of the threshold's limit; null when nothing was seen. */
  readonly actual: number | null
  /** Why it is neither passed nor failed, as a sentence. */
  readonly reason?: string
}

type Result = Omit<Judgement, 'threshold'>

/** Judges one threshold by what was seen of its operation, or of the whole run. */
export function judge(threshold: Threshold, measurement: Measurement, tally: Tally): Judgement {
  const {kind} = threshold.figure
  if (tally.requests === 0)
    return {threshold, outcome: 'inconclusive', actual: null, reason: 'No request of it was sent.'}
  if (kind === 'rate') return {threshold, ...judgeRate(threshold, measurement, tally)}
  const requests = tally.requests - tally.ownFaults
  if (kind === 'errors') return {threshold, ...judgeShare(threshold, tally.failures - tally.ownFaults, requests)}
  if (kind === 'limited') return {threshold, ...judgeShare(threshold, tally.limited, requests)}
  return {threshold, ...judgeLatency(threshold, measurement, tally)}
}

/** Requests per second that were answered. */
export function achievedRate({answeredInTime, duration}: Measurement): number {
  return duration === 0 ? 0 : (answeredInTime / duration) * 1000
}

/** How many connections the load would have needed, if there were too few (Little's law); a whole sentence. */
export function wantedConnections({connections, planned, duration}: Measurement, tally: Tally): string | undefined {
  if (connections.busy < exhausted) return undefined
  const {service} = tally.all()
  const needed = Math.ceil((planned / duration) * service.mean)
  if (needed <= connections.limit) return undefined
  return `All ${connections.limit} connections were busy. At a service time of ${shownLatency(service.mean)} this rate needs at least ${needed}: raise --connections, if the target is to take more.`
}

function judgeRate(threshold: Threshold, measurement: Measurement, tally: Tally): Result {
  const actual =
    threshold.operation === undefined ? achievedRate(measurement) : (tally.answers / measurement.duration) * 1000
  if (holds(threshold, actual)) return {outcome: 'pass', actual}
  const reason = measurement.engine === 'open loop' ? wantedConnections(measurement, tally) : undefined
  return reason === undefined ? {outcome: 'fail', actual} : {outcome: 'invalid', actual, reason}
}

function judgeShare(threshold: Threshold, misses: number, requests: number): Result {
  const {limit} = threshold
  const actual = requests === 0 ? 0 : misses / requests
  const seen = `${shownNumber(misses)} in ${shownNumber(requests)} requests`
  if (holds(threshold, actual)) {
    // "None at all" can only be said of the requests that were made.
    if (limit === 0 || surelyBelow(misses, requests, limit)) return {outcome: 'pass', actual}
    const enough = enoughAt(misses, requests, limit)
    const wanted = enough === undefined ? 'more are needed' : `${shownNumber(enough)} are enough`
    const reason = `${seen} do not prove less than ${shownShare(limit)}: ${wanted}${misses > 0 && enough !== undefined ? ', if the share stays the same' : ''}.`
    return {outcome: 'inconclusive', actual, reason}
  }
  if (requests >= enoughFor(limit) || surelyAbove(misses, requests, limit)) return {outcome: 'fail', actual}
  const reason = `${seen} do not prove more than ${shownShare(limit)}: ${shownNumber(enoughFor(limit))} are enough.`
  return {outcome: 'inconclusive', actual, reason}
}

function judgeLatency(threshold: Threshold, measurement: Measurement, tally: Tally): Result {
  const {figure, limit} = threshold
  const {response, service} = tally.all()
  if (response.count === 0) return {outcome: 'fail', actual: null}
  // Rejections are quick: the figure over all answers and the one over those that were served; the worse counts.
  const actual = Math.max(figureOf(threshold, response), figureOf(threshold, tally.served().response))
  const name = figureName(figure)
  const share = figure.kind === 'percentile' ? 1 - figure.percent / 100 : undefined
  const enough = share === undefined ? (figure.kind === 'mean' ? enoughForMean : 1) : enoughFor(share)
  const tooFew = `${shownNumber(response.count)} requests are too few for ${name}: ${shownNumber(enough)} are enough.`
  if (holds(threshold, actual))
    return response.count < enough ? {outcome: 'inconclusive', actual, reason: tooFew} : {outcome: 'pass', actual}

  const late = figureOf(threshold, measurement.lag)
  if (late > 0 && holds(threshold, actual - late)) {
    const reason = `The generator itself was late by ${shownLatency(late)} (${name}), without which it would be met.`
    return {outcome: 'invalid', actual, reason}
  }
  const wanted = wantedConnections(measurement, tally)
  if (wanted !== undefined && holds(threshold, figureOf(threshold, service)))
    return {outcome: 'invalid', actual, reason: wanted}
  if (share !== undefined && response.count < enough)
    if (!surelyAbove(response.countAbove(limit), response.count, share))
      return {outcome: 'inconclusive', actual, reason: tooFew}
  return {outcome: 'fail', actual}
}

function figureOf({figure}: Threshold, latencies: Latencies): number {
  if (figure.kind === 'percentile') return latencies.percentile(figure.percent)
  return figure.kind === 'mean' ? latencies.mean : latencies.max
}
