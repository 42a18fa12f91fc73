import {Latencies} from '../engine/histogram.js'

/** What happened in one second of a run. Latencies are response times in milliseconds, undefined without an answer. */
export interface Moment {
  /** Seconds since the first request was taken down. */
  readonly at: number
  /** Answers 1xx to 3xx; answers 429; all that failed, and the answers 503 among those. */
  readonly served: number
  readonly limited: number
  readonly failed: number
  readonly unavailable: number
  readonly p50: number | undefined
  readonly p95: number | undefined
  readonly max: number | undefined
  /** The 95th percentile of answers 429 and 503 alone: what a limiter or an open breaker refuses, it refuses at once. */
  readonly refusedP95: number | undefined
  /** All latencies, where the seconds of several workers are to be merged. */
  readonly latencies?: EncodedLatencies
}

/** HdrHistogram V2, compressed, in base64: of all answers of a second, and of those that were refused. */
export interface EncodedLatencies {
  readonly all: string
  readonly refused: string
}

/** Takes down a run second by second, in the second in which something ended. */
export class Timeline {
  readonly #moments: Moment[] = []
  readonly #latencies = new Latencies()
  readonly #refusals = new Latencies()
  #start: number | undefined
  #second = 0
  #served = 0
  #limited = 0
  #failed = 0
  #unavailable = 0

  constructor(private readonly keepsLatencies = false) {}

  answered(status: number, response: number, now: number): void {
    this.#turn(now)
    this.#latencies.record(response)
    if (status < 400) this.#served++
    else if (status === 429) this.#limited++
    else this.#failed++
    if (status === 503) this.#unavailable++
    if (status === 503 || status === 429) this.#refusals.record(response)
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
      this.#refusals.clear()
      this.#served = 0
      this.#limited = 0
      this.#failed = 0
      this.#unavailable = 0
    }
  }

  #moment(): Moment {
    return {
      at: this.#second,
      served: this.#served,
      limited: this.#limited,
      failed: this.#failed,
      unavailable: this.#unavailable,
      ...figuresOfSecond(this.#latencies, this.#refusals),
      ...(this.keepsLatencies && {latencies: {all: this.#latencies.encode(), refused: this.#refusals.encode()}}),
    }
  }
}

/** The figures of a second by its latencies, and by those of what was refused in it. */
export function figuresOfSecond(
  all: Latencies,
  refused: Latencies,
): Pick<Moment, 'p50' | 'p95' | 'max' | 'refusedP95'> {
  const figure = (latencies: Latencies, percent: number) =>
    latencies.count === 0 ? undefined : latencies.percentile(percent)
  return {
    p50: figure(all, 50),
    p95: figure(all, 95),
    max: all.count === 0 ? undefined : all.max,
    refusedP95: figure(refused, 95),
  }
}
