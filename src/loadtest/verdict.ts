import type {Outcome} from '../core/report.js'
import {enoughAt, enoughFor, surelyAbove, surelyBelow} from './confidence.js'
import type {Latencies} from './histogram.js'
import {type Measurement, Tally} from './measurement.js'
import {shownLatency, shownNumber, shownShare} from './quantity.js'
import type {Operation} from './scenario.js'
import {figureName, holds, isLatency, type Threshold} from './threshold.js'

/** Connections that are busy for more than this share of the time are what limits the load. */
const exhausted = 0.9

/** A generator that is late by more than this share of the tightest objective measures itself. */
const lateShare = 0.5

/** The objective that lag is compared with when no latency is demanded, in milliseconds. */
const lateWithoutObjective = 200

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

/** What is to be thought of a run. */
export interface Verdict {
  readonly outcome: Outcome
  readonly judgements: readonly Judgement[]
  /** Why the run as a whole fails, proves nothing or proves little, as sentences. */
  readonly reasons: readonly string[]
}

/** Judges a run by what was demanded of it, and by whether the measurement itself can be believed. */
export function verdictOn(
  measurement: Measurement,
  operations: readonly Operation[],
  thresholds: readonly Threshold[],
): Verdict {
  const total = totalOf(measurement)
  const judgements = thresholds.map(threshold => judge(threshold, measurement, tallyOf(threshold)))
  const failed = unserved(total)
  const invalid = doubts(measurement, total, thresholds)
  const outcomes = new Set<Outcome>(judgements.map(({outcome}) => outcome))
  if (failed) outcomes.add('fail')
  if (invalid.length > 0) outcomes.add('invalid')
  if (measurement.interrupted) outcomes.add('inconclusive')
  const worst = (['fail', 'invalid', 'inconclusive'] as const).find(outcome => outcomes.has(outcome))
  return {outcome: worst ?? 'pass', judgements, reasons: [...(failed ? [failed] : []), ...invalid]}

  function tallyOf({operation}: Threshold): Tally {
    if (operation === undefined) return total
    const index = operations.findIndex(({name, operationId}) => name === operation || operationId === operation)
    return measurement.operations[index] ?? new Tally()
  }
}

/** All operations of a run as one. */
export function totalOf({operations}: Measurement): Tally {
  const total = new Tally()
  for (const tally of operations) total.add(tally)
  return total
}

/** Requests per second that were answered. */
export function achievedRate({answeredInTime, duration}: Measurement): number {
  return duration === 0 ? 0 : (answeredInTime / duration) * 1000
}

/** A run without a single success fails, whatever was demanded. */
function unserved(total: Tally): string | undefined {
  if (total.requests === 0 || total.successes > 0) return undefined
  if (total.answers === 0) return 'No request was answered.'
  const statuses = [...total.statuses.keys()].sort().join(', ')
  return `No request was served: every answer was ${statuses}.`
}

/** Why the measurement itself cannot be believed. */
function doubts(measurement: Measurement, total: Tally, thresholds: readonly Threshold[]): string[] {
  const {lag, connections, planned, sentInTime, interrupted, engine} = measurement
  const reasons: string[] = []
  if (total.ownFaults > 0)
    reasons.push(
      `This machine ran out of sockets or files for ${shownNumber(total.ownFaults)} requests: use fewer connections, or raise its limit ("ulimit -n").`,
    )
  if (engine === 'autocannon closed loop') return reasons
  const tightest = Math.min(lateWithoutObjective, ...thresholds.filter(isLatency).map(({limit}) => limit))
  const late = lag.percentile(95)
  if (late > tightest * lateShare)
    reasons.push(
      `The generator was late: 5 % of the requests were noticed ${shownLatency(late)} or more after they were due. This machine is too busy for the rate.`,
    )
  if (!interrupted && (total.unsent > 0 || sentInTime < planned * 0.95))
    reasons.push(
      `Only ${shownNumber(sentInTime)} of ${shownNumber(planned)} requests could be sent in time: ${moreConnections(measurement, total) ?? `the target kept all ${connections.limit} connections waiting.`}`,
    )
  return reasons
}

/** How many connections the load would have needed, if there were too few (Little's law). */
function moreConnections({connections, planned, duration}: Measurement, total: Tally): string | undefined {
  if (connections.busy < exhausted) return undefined
  const {service} = total.all()
  const needed = Math.ceil(((planned / duration) * service.sum) / Math.max(1, service.count))
  if (needed <= connections.limit) return undefined
  return `all ${connections.limit} connections were busy. At a service time of ${shownLatency(service.mean)} this rate needs at least ${needed}: raise --connections, if the target is to take more.`
}

function judge(threshold: Threshold, measurement: Measurement, tally: Tally): Judgement {
  const {figure} = threshold
  const verdict = (outcome: Outcome, actual: number | null, reason?: string): Judgement => ({
    threshold,
    outcome,
    actual,
    ...(reason !== undefined && {reason}),
  })
  if (tally.requests === 0) return verdict('inconclusive', null, 'No request of it was sent.')

  if (figure.kind === 'rate') {
    const scoped = threshold.operation !== undefined
    const actual = scoped ? (tally.answers / measurement.duration) * 1000 : achievedRate(measurement)
    const reason = holds(threshold, actual) ? undefined : moreConnections(measurement, tally)
    return verdict(holds(threshold, actual) ? 'pass' : reason ? 'invalid' : 'fail', actual, reason && capital(reason))
  }

  if (figure.kind === 'errors' || figure.kind === 'limited') {
    const count = tally.requests - tally.ownFaults
    const misses = figure.kind === 'limited' ? tally.limited : tally.failures - tally.ownFaults
    return judgeShare(count, misses)
  }

  const timings = [tally.all(), tally.served()]
  const [{response, service}] = timings as [(typeof timings)[0] & {}]
  if (response.count === 0) return verdict('fail', null)
  // Rejections are quick: the figure over all answers and the one over those that were served; the worse counts.
  const figureOf = (latencies: Latencies) =>
    figure.kind === 'percentile'
      ? latencies.percentile(figure.percent)
      : figure.kind === 'mean'
        ? latencies.mean
        : latencies.max
  const actual = Math.max(...timings.map(timing => figureOf(timing.response)))
  const enough =
    figure.kind === 'percentile' ? enoughFor(1 - figure.percent / 100) : figure.kind === 'mean' ? enoughForMean : 1
  const tooFew = `${shownNumber(response.count)} requests are too few for ${figureName(figure)}: ${shownNumber(enough)} are enough.`
  if (holds(threshold, actual))
    return response.count < enough ? verdict('inconclusive', actual, tooFew) : verdict('pass', actual)
  if (measurement.lag.count > 0 && holds(threshold, actual - figureOf(measurement.lag)))
    return verdict(
      'invalid',
      actual,
      `The generator was late by up to ${shownLatency(figureOf(measurement.lag))} (${figureName(figure)}), without which it would be met.`,
    )
  const wanting = moreConnections(measurement, tally)
  if (wanting && holds(threshold, figureOf(service))) return verdict('invalid', actual, capital(wanting))
  if (response.count < enough && figure.kind === 'percentile')
    if (!surelyAbove(countAbove(response, threshold.limit), response.count, 1 - figure.percent / 100))
      return verdict('inconclusive', actual, tooFew)
  return verdict('fail', actual)

  function judgeShare(count: number, misses: number): Judgement {
    const share = count === 0 ? 0 : misses / count
    if (holds(threshold, share)) {
      if (threshold.limit === 0 || surelyBelow(misses, count, threshold.limit)) return verdict('pass', share)
      const wanted = enoughAt(misses, count, threshold.limit)
      const others = wanted === undefined ? 'more' : `${shownNumber(wanted)}`
      return verdict(
        'inconclusive',
        share,
        `${shownNumber(count)} requests with ${shownNumber(misses)} of them are too few for ${shownShare(threshold.limit)}: ${others} are enough.`,
      )
    }
    if (count >= enoughFor(threshold.limit) || surelyAbove(misses, count, threshold.limit))
      return verdict('fail', share)
    return verdict(
      'inconclusive',
      share,
      `${shownNumber(count)} requests are too few for ${shownShare(threshold.limit)}: ${shownNumber(enoughFor(threshold.limit))} are enough.`,
    )
  }
}

/** How many latencies are above a limit in milliseconds. */
function countAbove(latencies: Latencies, limit: number): number {
  let low = 0
  let high = latencies.count
  // The greatest number of latencies, in ascending order, that keep the limit.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (latencies.percentile((middle / latencies.count) * 100) <= limit) low = middle
    else high = middle - 1
  }
  return latencies.count - low
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
