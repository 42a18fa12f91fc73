import {Latencies} from './histogram.js'

/** What happened in one second of a run. Latencies are response times in milliseconds, undefined without an answer. */
export interface Moment {
  /** Seconds since the first request was taken down. */
  readonly at: number
  /** Answers 1xx to 3xx; answers 429; all that failed. */
  readonly served: number
  readonly limited: number
  readonly failed: number
  readonly p50: number | undefined
  readonly p95: number | undefined
  readonly max: number | undefined
}

/** Takes down a run second by second, in the second in which something ended. */
export class Timeline {
  readonly #moments: Moment[] = []
  readonly #latencies = new Latencies()
  #start: number | undefined
  #second = 0
  #served = 0
  #limited = 0
  #failed = 0

  answered(status: number, response: number, now: number): void {
    this.#turn(now)
    this.#latencies.record(response)
    if (status < 400) this.#served++
    else if (status === 429) this.#limited++
    else this.#failed++
  }

  failed(now: number): void {
    this.#turn(now)
    this.#failed++
  }

  /** All seconds, the last one as far as it went. */
  done(): readonly Moment[] {
    return this.#start === undefined ? [] : [...this.#moments, this.#moment()]
  }

  #turn(now: number): void {
    this.#start ??= now
    const second = Math.floor((now - this.#start) / 1000)
    // A second in which nothing ended is a second, too.
    while (this.#second < second) {
      this.#moments.push(this.#moment())
      this.#second++
      this.#latencies.clear()
      this.#served = 0
      this.#limited = 0
      this.#failed = 0
    }
  }

  #moment(): Moment {
    const {count, max} = this.#latencies
    return {
      at: this.#second,
      served: this.#served,
      limited: this.#limited,
      failed: this.#failed,
      p50: count === 0 ? undefined : this.#latencies.percentile(50),
      p95: count === 0 ? undefined : this.#latencies.percentile(95),
      max: count === 0 ? undefined : max,
    }
  }
}
