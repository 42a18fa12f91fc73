import {Timeline} from '../report/timeline.js'
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
  readonly timeline: Timeline
  readonly #recent = new Latencies()
  #since = performance.now()
  #isWhole = false
  #rate = 0
  #p95: number | null = null
  #failures = 0

  constructor(operations: number, keepsLatencies = false) {
    this.timeline = new Timeline(keepsLatencies)
    this.operations = Array.from({length: operations}, () => new Tally())
  }

  answered(operation: number, status: number, response: number, service: number, bytes: number): void {
    this.#operation(operation).answered(status, response, service, bytes)
    this.#recent.record(response)
    this.timeline.answered(status, response, performance.now())
    if (status >= 400 && status !== 429) this.#failures++
  }

  /** An answer that a scenario expects, whatever its status. */
  expected(operation: number, status: number, response: number, service: number, bytes: number): void {
    this.#operation(operation).expected(status, response, service, bytes)
    this.#recent.record(response)
    this.timeline.answered(status < 400 ? status : 200, response, performance.now())
  }

  /** An answer that is not what a scenario expects. */
  wrong(operation: number, code: string, status: number, response: number, service: number, bytes: number): void {
    this.#operation(operation).wrong(code, status, response, service, bytes)
    this.#recent.record(response)
    this.#failed()
  }

  failed(operation: number, code: string): void {
    this.#operation(operation).failed(code)
    this.#failed()
  }

  givenUp(operation: number, code: string, response: number, service: number): void {
    this.#operation(operation).givenUp(code, response, service)
    this.#failed()
  }

  neverSent(operation: number, response: number): void {
    this.#operation(operation).neverSent(response)
    this.#failures++
  }

  /** Of the last whole second; in the first one, of what there is. */
  glance(now: number): Glance {
    const seconds = (now - this.#since) / 1000
    if (seconds >= 1 || !this.#isWhole) {
      const {count} = this.#recent
      this.#rate = count / seconds
      this.#p95 = count === 0 ? null : this.#recent.percentile(95)
    }
    if (seconds >= 1) {
      this.#isWhole = true
      this.#recent.clear()
      this.#since = now
    }
    return {rate: this.#rate, p95: this.#p95, failures: this.#failures}
  }

  #failed(): void {
    this.#failures++
    this.timeline.failed(performance.now())
  }

  #operation(index: number): Tally {
    const tally = this.operations[index]
    if (tally === undefined) throw new RangeError(`There is no operation ${index}.`)
    return tally
  }
}
