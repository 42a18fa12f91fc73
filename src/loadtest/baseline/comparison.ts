import {shownLatency, shownShare} from '../quantity.js'
import {estimate, mean} from './estimate.js'
import type {Slice} from './slices.js'

/** How a run stands to earlier ones of the same load. Times are in milliseconds, changes are factors. */
export interface Comparison {
  readonly outcome: 'pass' | 'fail' | 'inconclusive'
  /** How many runs the baseline has. */
  readonly runs: number
  /** Left out when the run was too short for them. */
  readonly typical?: Change
  readonly tail?: Change
  /** What is to be thought of it, as a sentence. */
  readonly text: string
}

/** 1.2 is 20 % slower. */
export interface Change {
  readonly before: number
  readonly after: number
  readonly factor: number
  /** The change is at most this, in 19 of 20 cases. */
  readonly atMost: number
}

/** What has to be found, if it is there. */
const sought = 1.2

/**
 * So many standard errors above nothing are called a regression. For equals that is one false alarm in 28 comparisons by
 * the typical service time, and one in 200 by the tail, which hardly ever proves 20 % anyway.
 */
const alarm = {typical: 1.8, tail: 2.6}

/** One-sided: 19 of 20, and some for what is not normal. */
const sure = 1.8

/**
 * Two runs of the same server differ by at least so much (the standard deviation of the logarithm), however calm each
 * of them was in itself: memory lies elsewhere, another process ran. Tails differ more.
 */
const leastSpread = {typical: 0.03, tail: 0.1}

/** With fewer runs their spread says nothing. */
const enoughRuns = 3

/** Shorter runs are not compared. */
export const fewestSlices = 8

/** Tells whether a run was slower than those of the baseline, by the slices of each. */
export function compare(baseline: readonly (readonly Slice[])[], run: readonly Slice[]): Comparison {
  if (run.length < fewestSlices)
    return {
      outcome: 'inconclusive',
      runs: baseline.length,
      text: 'Too few requests were served to compare the run with the baseline.',
    }
  const [typical, tail] = (['typical', 'tail'] as const).map(figure => changeOf(figure, baseline, run))
  if (!typical || !tail) throw new Error('There are two figures.')
  const lagBefore = mean(baseline.map(slices => estimate(slices.map(({lag}) => lag)).value))
  const lag = estimate(run.map(slice => slice.lag)).value - lagBefore
  const shared = {runs: baseline.length, typical: told(typical), tail: told(tail)}
  const isSlower = ({value, error}: Difference, least: number) => value > least * error
  const first = isSlower(typical, alarm.typical) ? typical : isSlower(tail, alarm.tail) ? tail : undefined
  const [what, where] =
    first === tail ? ['95th percentile of the service time', tail] : ['typical service time', typical]
  const {before, after, factor, atMost} = told(where)
  const figures = `the ${what} went from ${shownLatency(before)} to ${shownLatency(after)} (${shownChange(factor)}`
  if (first) {
    if (lag >= after - before)
      return {
        ...shared,
        outcome: 'inconclusive',
        text: `It was slower than the baseline, but so was the machine: ${figures}), and the generator itself was late by ${shownLatency(lag)} more. Compare again when the machine is calm.`,
      }
    return {...shared, outcome: 'fail', text: `It is slower than the baseline: ${figures}).`}
  }
  if (atMost > sought)
    return {
      ...shared,
      outcome: 'inconclusive',
      text: `Too noisy to compare: ${figures}), and up to ${shownChange(atMost)} can not be excluded. Run longer, or save more runs as the baseline.`,
    }
  return {
    ...shared,
    outcome: 'pass',
    text: `It is not slower than the baseline: ${figures}, surely at most ${shownChange(atMost)}).`,
  }
}

/** In logarithms. */
interface Difference {
  readonly before: number
  readonly value: number
  readonly error: number
}

function changeOf(
  figure: 'typical' | 'tail',
  baseline: readonly (readonly Slice[])[],
  run: readonly Slice[],
): Difference {
  const runs = baseline.map(slices => estimate(slices.map(slice => slice[figure])))
  const now = estimate(run.map(slice => slice[figure]))
  const before = mean(runs.map(({value}) => value))
  const between =
    runs.length < enoughRuns ? 0 : runs.reduce((sum, {value}) => sum + (value - before) ** 2, 0) / (runs.length - 1)
  // What the runs of the baseline differ by has what each of them varies by in it.
  const within = runs.reduce((sum, {error}) => sum + error ** 2, 0) / runs.length
  const ofOne = Math.max(leastSpread[figure] ** 2, between - within)
  const variance = (ofOne + within) / runs.length + ofOne + now.error ** 2
  return {before, value: now.value - before, error: Math.sqrt(variance)}
}

function told({before, value, error}: Difference): Change {
  return {
    before: Math.exp(before),
    after: Math.exp(before + value),
    factor: Math.exp(value),
    atMost: Math.exp(value + sure * error),
  }
}

/** `+12 %` or `-3 %`. */
function shownChange(factor: number): string {
  return `${factor < 1 ? '-' : '+'}${shownShare(Math.round(Math.abs(factor - 1) * 100) / 100)}`
}
