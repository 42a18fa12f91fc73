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

/** A part of a run, in which the rate grows or falls evenly. */
export interface Stage {
  /** Milliseconds; a stage of none is a jump. */
  readonly duration: number
  /** Requests per second at its beginning and at its end. */
  readonly from: number
  readonly to: number
}

/** A stage with what was before it. */
interface Segment {
  readonly start: number
  readonly duration: number
  /** Requests per millisecond at the beginning, and by how much they grow in each millisecond. */
  readonly rate: number
  readonly growth: number
  /** How many requests were due before it; no whole number. */
  readonly before: number
  readonly after: number
}

/** Requests at equal distances: the first at once, `rate` in each second. */
export function constantRate(rate: number, duration: number): Schedule {
  return stagedRate([{duration, from: rate, to: rate}])
}

/** Requests whose rate follows the stages, one after the other: request `index` is due when the area below them is. */
export function stagedRate(stages: readonly Stage[]): Schedule {
  const segments: Segment[] = []
  for (const {duration, from, to} of stages) {
    if (duration === 0) continue
    const last = segments.at(-1)
    const before = last?.after ?? 0
    const growth = (to - from) / 1000 / duration
    const start = last ? last.start + last.duration : 0
    const after = before + ((from + to) / 2000) * duration
    segments.push({start, duration, rate: from / 1000, growth, before, after})
  }
  const last = segments.at(-1)
  if (last === undefined) throw new Error('A schedule has a stage that lasts.')
  const duration = last.start + last.duration
  const count = Math.max(1, Math.round(last.after))
  return {
    count,
    duration,
    intended(index) {
      const segment = segments.find(({after}) => index < after) ?? last
      return segment.start + timeUntil(index - segment.before, segment)
    },
    due(elapsed) {
      if (elapsed < 0) return 0
      const {start, rate, growth, before, after} = segments.find(each => elapsed < each.start + each.duration) ?? last
      const inside = Math.min(elapsed, duration) - start
      const area = before + inside * (rate + (growth / 2) * inside)
      // 3 / 0.3 is a little less than 10: a request that is due to the nanosecond must not wait for the next tick.
      // What is due exactly at the end of a stage starts with the next one: that may be a pause.
      return Math.min(count, Math.ceil(after - 1e-6), Math.floor(area + 1e-6) + 1)
    },
  }
}

/** When so many requests of a segment are due, in milliseconds from its beginning. */
function timeUntil(requests: number, {rate, growth, duration}: Segment): number {
  if (requests <= 0) return 0
  // The solution of a quadratic equation in the form that loses no digits, and that is a division where nothing grows.
  const root = Math.sqrt(Math.max(0, rate * rate + 2 * growth * requests))
  return Math.min(duration, (2 * requests) / (rate + root))
}
