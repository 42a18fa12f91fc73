/** Two latencies that were measured right after each other, in milliseconds. */
export interface Pair {
  readonly first: number
  readonly second: number
}

/** By how much something differs, and between which bounds that lies in 19 of 20 runs. */
export interface Difference {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** What comes in one spell resembles itself: stretches of the run are drawn anew, not single pairs. */
const stretches = 25

const draws = 600

/** Bounds from so few stretches are too close to each other: a little more is left out on both sides than 5 % would be. */
const tail = 0.015

/** By how much a percentile of the first of each pair is above that of the second: a block bootstrap over the run. */
export function percentileDifference(pairs: readonly Pair[], percent: number): Difference {
  const size = Math.ceil(pairs.length / stretches)
  const blocks = Math.ceil(pairs.length / size)
  const firsts = Float64Array.from(pairs, ({first}) => first)
  const seconds = Float64Array.from(pairs, ({second}) => second)
  const random = seeded()
  const drawn = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) {
    const from = Array.from({length: blocks}, () => Math.floor(random() * blocks) * size)
    drawn[draw] =
      percentileOf(drawnFrom(firsts, from, size), percent) - percentileOf(drawnFrom(seconds, from, size), percent)
  }
  drawn.sort()
  return {
    low: drawn[Math.floor(tail * draws)] ?? 0,
    high: drawn[Math.ceil((1 - tail) * draws) - 1] ?? 0,
    value: percentileOf(firsts, percent) - percentileOf(seconds, percent),
  }
}

/** The stretches that begin at these places, one behind the other. */
function drawnFrom(values: Float64Array, from: readonly number[], size: number): Float64Array {
  const parts = from.map(start => values.subarray(start, start + size))
  const whole = new Float64Array(parts.reduce((sum, {length}) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** The value that `percent` of all do not exceed; the values are sorted in place. */
export function percentileOf(values: Float64Array, percent: number): number {
  values.sort()
  return values[Math.max(0, Math.ceil((percent / 100) * values.length) - 1)] ?? 0
}

/** The same numbers in each run (mulberry32), so that one measurement has one verdict. */
function seeded(): () => number {
  let state = 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
