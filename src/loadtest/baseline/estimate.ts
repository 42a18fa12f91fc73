/** A figure of a whole run, and how far another stretch of the same run might be from it (one standard error). */
export interface Estimate {
  readonly value: number
  readonly error: number
}

/** So much of the lowest and of the highest values is left out: pauses of a busy machine come in single slices. */
const trimmed = 0.2

/** Slices that resemble their neighbours more than this count as little as these. */
const mostAlike = 0.8

/**
 * The trimmed mean of a series with its standard error (Yuen): from the winsorized variance, made larger as far as
 * values are like those before them, because ten slices of one slow spell are one observation.
 */
export function estimate(series: readonly number[]): Estimate {
  const {length} = series
  const sorted = [...series].sort((a, b) => a - b)
  const cut = Math.floor(length * trimmed)
  const kept = sorted.slice(cut, length - cut)
  const [low = 0, high = 0] = [kept[0], kept.at(-1)]
  const winsorized = series.map(value => Math.min(high, Math.max(low, value)))
  const centre = mean(winsorized)
  const deviations = winsorized.map(value => value - centre)
  const squares = deviations.reduce((sum, value) => sum + value * value, 0)
  const products = deviations.slice(1).reduce((sum, value, index) => sum + value * (deviations[index] ?? 0), 0)
  const alike = squares === 0 ? 0 : Math.min(mostAlike, Math.max(0, products / squares))
  const variance = length < 2 ? 0 : squares / (length - 1)
  const share = Math.max(1 - 2 * trimmed, kept.length / length)
  return {value: mean(kept), error: Math.sqrt((variance / length) * ((1 + alike) / (1 - alike))) / share}
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
