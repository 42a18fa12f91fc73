import {Latencies} from './histogram.js'
import {Tally} from './measurement.js'

/** What the progress line shows of the last second. */
export interface Glance {
  /** Answers per second. */
  readonly rate: number
  /** 95th percentile of the response time in milliseconds; null when nothing was answered. */
  readonly p95: number | null
  /** Failed requests since the start. */
  readonly failures: number
}

/** Takes down how each request ended, by operation, and what the last second was like. */
export class Recorder {
  readonly operations: readonly Tally[]
  readonly #recent = new Latencies()
  #recentSince = performance.now()
  #failures = 0
  #glance: Glance = {rate: 0, p95: null, failures: 0}

  constructor(operations: number) {
    this.operations = Array.from({length: operations}, () => new Tally())
  }

  answered(operation: number, status: number, response: number, service: number, bytes: number): void {
    this.#operation(operation).answered(status, response, service, bytes)
    this.#recent.record(response)
    if (status >= 400 && status !== 429) this.#failures++
  }

  failed(operation: number, code: string): void {
    this.#operation(operation).failed(code)
    this.#failures++
  }

  givenUp(operation: number, code: string, response: number, service: number): void {
    this.#operation(operation).givenUp(code, response, service)
    this.#failures++
  }

  neverSent(operation: number, response: number): void {
    this.#operation(operation).neverSent(response)
    this.#failures++
  }

  /** Renewed once a second; between that the same. */
  glance(now: number): Glance {
    const seconds = (now - this.#recentSince) / 1000
    if (seconds >= 1) {
      const {count} = this.#recent
      this.#glance = {
        rate: count / seconds,
        p95: count === 0 ? null : this.#recent.percentile(95),
        failures: this.#failures,
      }
      this.#recent.clear()
      this.#recentSince = now
    }
    return this.#glance
  }

  #operation(index: number): Tally {
    const tally = this.operations[index]
    if (tally === undefined) throw new RangeError(`There is no operation ${index}.`)
    return tally
  }
}
