import {CircuitState, type IBreaker} from 'cockatiel'

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

/** Both conditions of the standard in one. The window is forgotten by time, not by traffic: after a quiet night the
 * failures of the evening count no more. */
export function tripRule(options: TripOptions): IBreaker {
  let inARow = 0
  let slices: Slice[] = []

  const count = (failed: boolean): void => {
    const now = performance.now()
    slices = slices.filter(({startedAt}) => now - startedAt < options.window)
    let current = slices.at(-1)
    if (!current || now - current.startedAt >= options.window / 10) {
      current = {startedAt: now, calls: 0, failures: 0}
      slices.push(current)
    }
    current.calls += 1
    if (failed) current.failures += 1
  }

  const forget = (): void => {
    inARow = 0
    slices = []
  }

  return {
    state: undefined,
    success(state) {
      if (state === CircuitState.HalfOpen) return forget()
      inARow = 0
      count(false)
    },
    failure(state) {
      if (state === CircuitState.HalfOpen) return true
      inARow += 1
      count(true)
      const calls = slices.reduce((sum, slice) => sum + slice.calls, 0)
      const failures = slices.reduce((sum, slice) => sum + slice.failures, 0)
      const trips =
        inARow >= options.consecutive || (calls >= options.minimumCalls && failures >= calls * options.ratio)
      if (trips) forget()
      return trips
    },
  }
}
