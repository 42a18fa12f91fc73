/** When a breaker opens: so many failures in a row, or so large a share of enough calls in a window. */
export interface TripOptions {
  readonly consecutive: number
  /** Share of failed calls, 0 to 1. */
  readonly ratio: number
  /** Fewer calls than this in the window prove nothing. */
  readonly minimumCalls: number
  /** Milliseconds. */
  readonly window: number
}

export const standardTrip: TripOptions = {consecutive: 5, ratio: 0.5, minimumCalls: 10, window: 10_000}

interface Slice {
  readonly startedAt: number
  calls: number
  failures: number
}

/** Counts how calls end. */
export interface TripRule {
  success(): void
  /** Whether that was the one failure too many. */
  failure(): boolean
  /** Begins anew. */
  forget(): void
}

/** Both conditions of the standard in one. The window is forgotten by time, not by traffic: after a quiet night the
 * failures of the evening count no more. */
export function tripRule({consecutive, ratio, minimumCalls, window}: TripOptions): TripRule {
  let inARow = 0
  /** The oldest first. */
  let slices: Slice[] = []

  const count = (failed: boolean): void => {
    const now = performance.now()
    while (slices[0] && now - slices[0].startedAt >= window) slices.shift()
    let current = slices.at(-1)
    if (!current || now - current.startedAt >= window / 10) {
      current = {startedAt: now, calls: 0, failures: 0}
      slices.push(current)
    }
    current.calls += 1
    if (failed) current.failures += 1
  }

  return {
    success() {
      inARow = 0
      count(false)
    },
    failure() {
      inARow += 1
      count(true)
      if (inARow >= consecutive) return true
      const calls = slices.reduce((sum, slice) => sum + slice.calls, 0)
      const failures = slices.reduce((sum, slice) => sum + slice.failures, 0)
      return calls >= minimumCalls && failures >= calls * ratio
    },
    forget() {
      inARow = 0
      slices = []
    },
  }
}
