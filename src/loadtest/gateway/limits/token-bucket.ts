/** What a limiter said to a request. */
export interface Decision {
  /** Milliseconds from the first request until this one was sent. */
  readonly at: number
  readonly isAllowed: boolean
}

/** A value with its standard error. */
interface Figure {
  readonly value: number
  readonly error: number
}

/** What a token bucket was found to be. */
export interface TokenBucket {
  /** Requests per second. */
  readonly rate: Figure
  /** Requests at once. */
  readonly burst: Figure
}

/** With fewer refusals there is no line to be seen. */
const fewestRefusals = 20

/**
 * The rate and the burst of a token bucket that was asked for more than it gives. Whenever it refuses it is empty: what
 * it has let in until then is the burst and the rate times the time, a straight line (least squares). Undefined when it
 * refused too little.
 */
export function fittedBucket(decisions: readonly Decision[]): TokenBucket | undefined {
  const points: {readonly x: number; readonly y: number}[] = []
  let allowed = 0
  for (const {at, isAllowed} of [...decisions].sort((one, other) => one.at - other.at)) {
    if (isAllowed) allowed++
    // The part of a token that is in the bucket at a refusal is half of one on the average.
    else points.push({x: at / 1000, y: allowed + 0.5})
  }
  if (points.length < fewestRefusals) return undefined
  const count = points.length
  const meanX = points.reduce((sum, {x}) => sum + x, 0) / count
  const meanY = points.reduce((sum, {y}) => sum + y, 0) / count
  const squares = points.reduce((sum, {x}) => sum + (x - meanX) ** 2, 0)
  if (squares === 0) return undefined
  const slope = points.reduce((sum, {x, y}) => sum + (x - meanX) * (y - meanY), 0) / squares
  const start = meanY - slope * meanX
  const residuals = points.reduce((sum, {x, y}) => sum + (y - start - slope * x) ** 2, 0)
  const variance = residuals / Math.max(1, count - 2)
  return {
    rate: {value: slope, error: Math.sqrt(variance / squares)},
    burst: {value: start, error: Math.sqrt(variance * (1 / count + meanX ** 2 / squares))},
  }
}
