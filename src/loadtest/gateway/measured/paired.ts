import {constantRate} from '../../engine/schedule.js'
import {shownLatency, shownNumber} from '../../quantity.js'
import type {LatencyBudget} from '../declared.js'
import {bad, doubtful, good, type Observation, withFigures} from '../gateway-check.js'
import type {Probe, ProbeRequest} from '../probe.js'
import {type Difference, type Pair, percentileDifference} from './difference.js'
import {paced} from './paced.js'

/** One of two ways to the same answer. */
export interface Way {
  /** `the gateway`. */
  readonly name: string
  readonly probe: Probe
  readonly request: ProbeRequest
}

export interface PairedPlan {
  readonly first: Way
  readonly second: Way
  /** Requests per second of both ways together. */
  readonly rate: number
  /** Milliseconds. */
  readonly duration: number
  readonly budgets: readonly LatencyBudget[]
  readonly signal: AbortSignal
}

/** Below this share of answered pairs the others may have been the slow ones. */
const enough = 0.98

/** Fewer pairs have no 95th percentile. */
const fewest = 100

/** The first pairs open connections and fill caches. */
const warmUp = 20

/**
 * Asks both ways in one run, one right after the other and each as often first, and judges by how much the first one is
 * slower: a slow spell of the machine is seen by both.
 */
export async function* pairedObservations(plan: PairedPlan): AsyncGenerator<Observation> {
  const {first, second, rate, duration, signal} = plan
  for (const {name, probe, request} of [first, second]) {
    const answer = await probe.send(request)
    if (answer.status < 300) continue
    yield doubtful(
      `${upper(name)} answers ${answer.status} to "GET ${request.path}": there is nothing to measure.`,
      answer,
    )
    return
  }
  const pair = async (index: number): Promise<Pair | undefined> => {
    // The order is first-second, second-first, …: whoever comes second finds warm processor caches.
    const ways = index % 2 === 0 ? [first, second] : [second, first]
    const took: number[] = []
    for (const {probe, request} of ways) {
      const {status, took: time} = await probe.send(request)
      if (status >= 300) return undefined
      took.push(time)
    }
    const [one = 0, other = 0] = took
    return index % 2 === 0 ? {first: one, second: other} : {first: other, second: one}
  }
  const arrivals = await paced(constantRate(rate / 2, duration), index => pair(index).catch(() => undefined), signal)
  signal.throwIfAborted()
  const pairs = arrivals.slice(warmUp).flatMap(({result}) => (result === undefined ? [] : [result]))
  const share = pairs.length / Math.max(1, arrivals.length - warmUp)
  if (pairs.length < fewest || share < enough) {
    yield doubtful(
      share < enough
        ? `Only ${shownNumber(pairs.length)} of ${shownNumber(arrivals.length - warmUp)} pairs were answered with success. Lower --rate, or raise the limit of this caller.`
        : `${shownNumber(pairs.length)} pairs are too few. Raise --rate or --duration.`,
    )
    return
  }
  for (const budget of plan.budgets) {
    const difference = percentileDifference(pairs, budget.percent)
    yield withFigures(judged(budget, difference, pairs.length, first.name), {
      ...difference,
      percent: budget.percent,
      most: budget.most,
      pairs: pairs.length,
    })
  }
}

function judged(
  {percent, most, origin}: LatencyBudget,
  {value, low, high}: Difference,
  pairs: number,
  name: string,
): Observation {
  const figures = `${shownDifference(value)} at p${percent} (${shownDifference(low)} to ${shownDifference(high)} in 19 of 20 runs, ${shownNumber(pairs)} pairs)`
  const budget = `${shownLatency(most)} ${origin}`
  if (high <= most) return good(`${upper(name)} takes ${figures}, within ${budget}.`)
  if (low > most) return bad(`${upper(name)} takes ${figures}; ${budget} are allowed.`)
  return doubtful(
    `${upper(name)} takes ${figures}: too noisy to say whether it is within ${budget}. Raise --duration, or measure on a calmer machine.`,
  )
}

/** `0.31 ms more`. */
function shownDifference(milliseconds: number): string {
  return `${shownLatency(Math.abs(milliseconds))} ${milliseconds < 0 ? 'less' : 'more'}`
}

function upper(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`
}
