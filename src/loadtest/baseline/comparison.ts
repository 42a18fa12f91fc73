import {showDuration} from '../../core/duration.js'
import {shownLatency, shownShare} from '../quantity.js'
import {type Estimate, estimate, type Location, mean, middle, quiet} from './estimate.js'
import type {Slice} from './slices.js'

/** How a run stands to earlier ones of the same load. Times are in milliseconds, changes are factors. */
export interface Comparison {
  readonly outcome: 'pass' | 'fail' | 'inconclusive'
  /** How many runs the baseline has. */
  readonly runs: number
  /** Left out when the run was too short for them. */
  readonly floor?: Change
  readonly typical?: Change
  readonly tail?: Change
  /** How long a run would be enough, in seconds, where this one was not. */
  readonly enoughSeconds?: number
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

type Name = 'floor' | 'typical' | 'tail'

interface Figure {
  readonly called: string
  readonly location: Location
  /** Two runs of one server differ by at least so much (the standard deviation of the logarithm), however calm both were. */
  readonly spread: number
  /** And by this share of the noise of a run of `usualSlices`; the root of their number makes it less. */
  readonly ofNoise: number
  /** So many standard errors above nothing are called a regression. */
  readonly alarm: number
}

/**
 * The noise of a run is how far its medians are above its floor. What that means for the difference of two runs was measured
 * (docs/decisions/load-baseline.md); with these numbers equals are called slower in fewer than 1 of 20 cases in all.
 */
const figures: Readonly<Record<Name, Figure>> = {
  floor: {called: 'undisturbed service time', location: quiet, spread: 0.03, ofNoise: 0.05, alarm: 1.9},
  typical: {called: 'typical service time', location: middle, spread: 0.03, ofNoise: 0.5, alarm: 2.2},
  tail: {called: '95th percentile of the service time', location: middle, spread: 0.1, ofNoise: 1, alarm: 2.6},
}

const usualSlices = 20

/** What has to be found, if it is there. */
const sought = 1.2

/** One-sided: 19 of 20, and some for what is not normal. */
const sure = 1.8

/** With fewer runs what they differ by says nothing. */
const enoughRuns = 3

/** Shorter runs are not compared. */
export const fewestSlices = 8

/** Tells whether a run was slower than those of the baseline, by the slices of each. `seconds` is its length. */
export function compare(baseline: readonly (readonly Slice[])[], run: readonly Slice[], seconds: number): Comparison {
  if (run.length < fewestSlices)
    return {
      outcome: 'inconclusive',
      runs: baseline.length,
      text: 'Too few requests were served to compare the run with the baseline.',
    }
  const differences = {
    floor: differenceOf('floor', baseline, run),
    typical: differenceOf('typical', baseline, run),
    tail: differenceOf('tail', baseline, run),
  }
  const {floor, typical} = differences
  const shared = {runs: baseline.length, floor: told(floor), typical: told(typical), tail: told(differences.tail)}
  const first = (['floor', 'typical', 'tail'] as const).find(
    name => differences[name].value > figures[name].alarm * differences[name].error,
  )
  if (first !== undefined) return {...shared, ...slower(first, shared[first], baseline, run)}
  const figuresText = sentence('floor', shared.floor)
  // What is slow only beside other work, as by waiting for a lock, must not be passed for its undisturbed moments.
  if (shared.floor.atMost <= sought && typical.value <= Math.log(sought))
    return {
      ...shared,
      outcome: 'pass',
      text: `It is not slower than the baseline: ${figuresText}, surely at most ${shownChange(shared.floor.atMost)}).`,
    }
  const enoughSeconds = enough(floor, seconds)
  const excluded = shared.floor.atMost > sought ? shared.floor : shared.typical
  const why = excluded === shared.floor ? figuresText : sentence('typical', shared.typical)
  return {
    ...shared,
    outcome: 'inconclusive',
    ...(enoughSeconds !== undefined && {enoughSeconds}),
    text: `Too noisy to compare: ${why}), and up to ${shownChange(excluded.atMost)} can not be excluded. ${remedy(enoughSeconds)}`,
  }
}

function slower(
  name: Name,
  change: Change,
  baseline: readonly (readonly Slice[])[],
  run: readonly Slice[],
): Pick<Comparison, 'outcome' | 'text'> {
  const lagOf = (slices: readonly Slice[]) => middle(slices.map(({lag}) => lag))
  const lag = lagOf(run) - mean(baseline.map(lagOf))
  // The generator is the control: its floor is not disturbed, the other figures may be.
  if (name !== 'floor' && lag >= change.after - change.before)
    return {
      outcome: 'inconclusive',
      text: `It was slower than the baseline, but so was the machine: ${sentence(name, change)}), and the generator itself was late by ${shownLatency(lag)} more. Compare again when the machine is calm.`,
    }
  return {outcome: 'fail', text: `It is slower than the baseline: ${sentence(name, change)}).`}
}

/** In logarithms. Variances are squares of standard errors. */
interface Difference {
  readonly before: number
  readonly value: number
  readonly error: number
  /** What of its variance a longer run would make smaller, and what it would not. */
  readonly within: number
  readonly fixed: number
}

function differenceOf(name: Name, baseline: readonly (readonly Slice[])[], run: readonly Slice[]): Difference {
  const runs = baseline.map(slices => estimateOf(name, slices))
  const now = estimateOf(name, run)
  const weights = runs.map(each => 1 / varianceOf(name, each))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const before = runs.reduce((sum, {value}, index) => sum + value * (weights[index] ?? 0), 0) / whole
  // Runs that differ by more than each of them says are all less sure than they say (Birge).
  const beyond =
    runs.length < enoughRuns
      ? 1
      : runs.reduce((sum, {value}, index) => sum + (value - before) ** 2 * (weights[index] ?? 0), 0) / (runs.length - 1)
  const ratio = Math.max(1, beyond)
  const {spread} = figures[name]
  const fixed = ratio * (1 / whole + spread ** 2)
  const within = ratio * (varianceOf(name, now) - spread ** 2)
  return {before, value: now.value - before, error: Math.sqrt(fixed + within), within, fixed}
}

interface RunEstimate extends Estimate {
  readonly noise: number
  readonly slices: number
}

function estimateOf(name: Name, slices: readonly Slice[]): RunEstimate {
  const series = (wanted: Name) => slices.map(slice => slice[wanted])
  const noise = Math.max(0, middle(series('typical')) - quiet(series('floor')))
  return {...estimate(series(name), figures[name].location), noise, slices: slices.length}
}

function varianceOf(name: Name, {error, noise, slices}: RunEstimate): number {
  const {spread, ofNoise} = figures[name]
  return error ** 2 + (spread + (ofNoise * noise) / Math.sqrt(slices / usualSlices)) ** 2
}

/** How long a run tells 20 % from nothing, if its noise stays the same; undefined when none does. */
function enough({within, fixed}: Difference, seconds: number): number | undefined {
  const wanted = (Math.log(sought) / (figures.floor.alarm + sure)) ** 2
  if (fixed >= wanted) return undefined
  return Math.ceil((seconds * within) / (wanted - fixed))
}

function remedy(enoughSeconds: number | undefined): string {
  return enoughSeconds === undefined
    ? 'Save more or longer runs as the baseline, when the machine is calm.'
    : `A run of ${showDuration(enoughSeconds * 1000)} would be enough, if the noise stays the same.`
}

function told({before, value, error}: Difference): Change {
  return {
    before: Math.exp(before),
    after: Math.exp(before + value),
    factor: Math.exp(value),
    atMost: Math.exp(value + sure * error),
  }
}

/** Without its end: more may follow within the brackets. */
function sentence(name: Name, {before, after, factor}: Change): string {
  return `the ${figures[name].called} went from ${shownLatency(before)} to ${shownLatency(after)} (${shownChange(factor)}`
}

/** `+12 %` or `-3 %`. */
function shownChange(factor: number): string {
  return `${factor < 1 ? '-' : '+'}${shownShare(Math.round(Math.abs(factor - 1) * 100) / 100)}`
}
