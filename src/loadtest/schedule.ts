/** When the requests of a run are to start. Pure arithmetic: no list is kept, so a run of any length costs nothing. */
export interface Schedule {
  /** Number of requests of the whole run. */
  readonly count: number
  /** Length of the run in milliseconds; the last request starts before it ends. */
  readonly duration: number
  /** The intended start of request `index` in milliseconds from the start of the run. */
  intended(index: number): number
  /** How many requests are to have started `elapsed` milliseconds into the run. */
  due(elapsed: number): number
}

/** Requests at equal distances: the first at once, `rate` in each second. */
export function constantRate(rate: number, duration: number): Schedule {
  const perMillisecond = rate / 1000
  const count = Math.max(1, Math.round(duration * perMillisecond))
  return {
    count,
    duration,
    intended: index => index / perMillisecond,
    due(elapsed) {
      if (elapsed < 0) return 0
      // 3 / 0.3 is a little less than 10: a request that is due to the nanosecond must not wait for the next tick.
      return Math.min(count, Math.floor(elapsed * perMillisecond + 1e-6) + 1)
    },
  }
}
