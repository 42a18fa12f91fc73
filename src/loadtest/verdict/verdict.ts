import type {Outcome} from '../../core/report.js'
import type {Comparison} from '../baseline/comparison.js'
import type {ConformanceResult} from '../conformance/violation.js'
import {type Measurement, Tally} from '../engine/measurement.js'
import {shownLatency, shownNumber} from '../quantity.js'
import type {NamedOperation} from '../source/scenario.js'
import {type Judgement, judge, wantedConnections} from './judgement.js'
import {isNamed} from './objectives.js'
import {isLatency, type Threshold} from './threshold.js'

/** A generator that is late by more than this share of the tightest objective measures itself. */
const lateShare = 0.5

/** The objective that lag is compared with when no tighter latency is demanded, in milliseconds. */
const usualObjective = 200

/** Nobody sees a load that is late by so little, in milliseconds; timers alone are late by one. */
const unnoticed = 5

/** A run that sent less than this share of its requests in time was another load than the one that was asked for. */
const sentShare = 0.95

/** What is to be thought of a run. */
export interface Verdict {
  readonly outcome: Outcome
  readonly judgements: readonly Judgement[]
  /** Why the run as a whole fails, or proves nothing, as sentences. */
  readonly reasons: readonly string[]
  /** How the run stands to those of the baseline, where that was asked. */
  readonly comparison?: Comparison
  /** What came of holding answers against the contract, where that was asked. */
  readonly conformance?: ConformanceResult
}

/** What a run is held against beside its objectives. */
export interface Comparisons {
  readonly comparison?: Comparison | undefined
  readonly conformance?: ConformanceResult | undefined
}

/** Judges a run by what was demanded of it, and by whether the measurement itself can be believed. */
export function verdictOn(
  measurement: Measurement,
  operations: readonly NamedOperation[],
  thresholds: readonly Threshold[],
  {comparison, conformance}: Comparisons = {},
): Verdict {
  const total = totalOf(measurement)
  const judgements = thresholds.map(threshold => judge(threshold, measurement, tallyOf(threshold)))
  const failed = unserved(total) ?? stopped(measurement, judgements)
  const doubts = doubtsAbout(measurement, total, thresholds)
  const outcomes = new Set<Outcome>(judgements.map(({outcome}) => outcome))
  if (failed) outcomes.add('fail')
  if (comparison) outcomes.add(comparison.outcome)
  if (conformance) outcomes.add(outcomeOf(conformance))
  if (doubts.length > 0) outcomes.add('invalid')
  if (measurement.interrupted) outcomes.add('inconclusive')
  // A miss that is sure stays one, however doubtful the rest is.
  const worst = (['fail', 'invalid', 'inconclusive'] as const).find(outcome => outcomes.has(outcome))
  return {
    outcome: worst ?? 'pass',
    judgements,
    reasons: [...(failed ? [failed] : []), ...doubts],
    ...(comparison && {comparison}),
    ...(conformance && {conformance}),
  }

  function tallyOf(threshold: Threshold): Tally {
    return talliedFor(threshold, measurement, operations, total)
  }
}

/** Who has looked at nothing has proven nothing. */
function outcomeOf({judged, violations}: ConformanceResult): Outcome {
  if (violations.length > 0) return 'fail'
  return judged > 0 ? 'pass' : 'inconclusive'
}

/** What is to be thought of the part of one worker: nothing, before it is merged with those of the others. */
export function leftToMerge(thresholds: readonly Threshold[], conformance: ConformanceResult | undefined): Verdict {
  const reason = 'It is judged when the results of all workers are merged.'
  return {
    outcome: 'inconclusive',
    judgements: thresholds.map(threshold => ({threshold, outcome: 'inconclusive', actual: null, reason})),
    reasons: [],
    ...(conformance && {conformance}),
  }
}

/** The first of the conditions that is surely missed by what was seen so far; a run need not go on after that. */
export function missedAlready(
  soFar: Measurement,
  operations: readonly NamedOperation[],
  conditions: readonly Threshold[],
): string | undefined {
  const total = totalOf(soFar)
  return conditions.find(
    condition => judge(condition, soFar, talliedFor(condition, soFar, operations, total)).outcome === 'fail',
  )?.text
}

function talliedFor(
  {operation}: Threshold,
  measurement: Measurement,
  operations: readonly NamedOperation[],
  total: Tally,
): Tally {
  if (operation === undefined) return total
  const index = operations.findIndex(candidate => isNamed(candidate, operation))
  return measurement.operations[index] ?? new Tally()
}

/** All operations of a run as one. */
export function totalOf({operations}: Measurement): Tally {
  const total = new Tally()
  for (const tally of operations) total.add(tally)
  return total
}

/** A run without a single success fails, whatever was demanded. */
function unserved(total: Tally): string | undefined {
  if (total.requests === 0 || total.successes > 0) return undefined
  if (total.answers === 0) return 'No request was answered.'
  const seen = [...[...total.statuses.keys()].sort(), ...total.errors.keys()]
  return `No request was served: every answer was ${seen.join(' or ')}.`
}

/** A run that was ended because of what it saw has failed, even where too little was seen to judge. */
function stopped({abortedBy}: Measurement, judgements: readonly Judgement[]): string | undefined {
  if (abortedBy === undefined || judgements.some(({outcome}) => outcome === 'fail')) return undefined
  return `The run was stopped: it could not keep "${abortedBy}" any more.`
}

/** Why the measurement itself cannot be believed. */
function doubtsAbout(measurement: Measurement, total: Tally, thresholds: readonly Threshold[]): string[] {
  const {lag, connections, planned, sentInTime, interrupted, engine} = measurement
  const doubts: string[] = [...(measurement.doubts ?? [])]
  if (total.ownFaults > 0)
    doubts.push(
      `This machine ran out of sockets or files for ${shownNumber(total.ownFaults)} requests: use fewer connections, or raise its limit ("ulimit -n").`,
    )
  if (engine !== 'open loop') return doubts
  const tightest = Math.min(usualObjective, ...thresholds.filter(isLatency).map(({limit}) => limit))
  const late = lag.percentile(95)
  if (late > Math.max(unnoticed, tightest * lateShare))
    doubts.push(
      `The generator was late: 5 % of the requests were noticed ${shownLatency(late)} or more after they were due. This machine is too busy for the rate.`,
    )
  if (!interrupted && (total.unsent > 0 || sentInTime < planned * sentShare)) {
    const why = wantedConnections(measurement, total) ?? `The target kept all ${connections.limit} connections waiting.`
    doubts.push(`Only ${shownNumber(sentInTime)} of ${shownNumber(planned)} requests could be sent in time. ${why}`)
  }
  return doubts
}
