import type {Stage} from '../../engine/schedule.js'

/** Units of time of k6 by their length in seconds: a rate is a whole number of iterations in one of them. */
const units = [
  ['1s', 1],
  ['1m', 60],
  ['1h', 3600],
] as const

/** What k6 is told of a course of rates; `target` and `startRate` are iterations in each `timeUnit`. */
export interface RampingRate {
  readonly startRate: number
  readonly timeUnit: string
  readonly stages: readonly {readonly target: number; readonly duration: string}[]
}

/** Stages in the smallest unit in which all of their rates are whole numbers, else in hours, rounded. */
export function rampingRate(stages: readonly Stage[]): RampingRate {
  const rates = stages.flatMap(({from, to}) => [from, to])
  const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6
  const [timeUnit, seconds] = units.find(([, length]) => rates.every(rate => isWhole(rate * length))) ?? units[2]
  const inUnit = (rate: number) => Math.round(rate * seconds)
  return {
    startRate: inUnit(stages[0]?.from ?? 0),
    timeUnit,
    stages: stages.map(({to, duration}) => ({target: inUnit(to), duration: `${duration}ms`})),
  }
}
