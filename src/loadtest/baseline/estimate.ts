import {seeded} from '../engine/seeded.js'

/** A figure of a whole run, and how far another stretch of the same run might be from it (one standard error). */
export interface Estimate {
  readonly value: number
  readonly error: number
}

/** How a series becomes one figure. */
export type Location = (series: readonly number[]) => number

/** So often a run is put together anew from its own blocks. */
const resamples = 100

/** The mean of the quiet quarter of a run: other work on a machine makes answers slower, and never quicker. */
export const quiet: Location = series => meanBetween(series, 0.05, 0.3)

/** The trimmed mean: pauses of a machine come in single slices. */
export const middle: Location = series => meanBetween(series, 0.2, 0.8)

/**
 * A figure with its standard error, by a bootstrap of blocks (Künsch): slices are drawn with their neighbours, because ten
 * slices of one slow spell are one observation. It draws the same blocks in every run.
 */
export function estimate(series: readonly number[], location = middle): Estimate {
  const {length} = series
  if (length === 0) return {value: 0, error: 0}
  const block = Math.max(2, Math.round(Math.sqrt(length) / 1.5))
  const figures = Array.from({length: resamples}, (_, resample) => {
    const drawn: number[] = []
    while (drawn.length < length) {
      const start = Math.floor(seeded(resample, drawn.length) * length)
      for (let index = 0; index < block && drawn.length < length; index++)
        drawn.push(series[(start + index) % length] ?? 0)
    }
    return location(drawn)
  })
  const centre = mean(figures)
  return {value: location(series), error: Math.sqrt(mean(figures.map(figure => (figure - centre) ** 2)))}
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The mean of the values whose rank is between two shares of all of them. */
function meanBetween(series: readonly number[], from: number, to: number): number {
  const sorted = Float64Array.from(series).sort()
  const start = Math.floor(sorted.length * from)
  return mean([...sorted.subarray(start, Math.max(start + 1, Math.round(sorted.length * to)))])
}
