import type {Slice} from '../baseline/slices.js'
import type {Moment} from '../report/timeline.js'
import {Latencies} from './histogram.js'

/** How a run's load is made: on a schedule, or as fast as the target answers. */
export type Engine = 'open loop' | 'closed loop' | 'autocannon closed loop'

/** Codes of errors that say that this machine, not the target, failed: no more sockets, files or memory. */
const ownFaults: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM', 'EAGAIN'])

/** Response and service times of the requests that were answered with one class of status, or not at all. */
export interface Timing {
  /** From the intended start: what a user waits, including the wait for a connection. */
  readonly response: Latencies
  /** From the moment the request was handed to its connection. */
  readonly service: Latencies
}

/** The class of requests without an answer. */
const givenUp = 'given up'

/** What is counted of an operation. */
export interface Counts {
  readonly statuses: Iterable<readonly [number, number]>
  readonly errors: Iterable<readonly [string, number]>
  readonly bytes: number
  readonly unsent: number
  readonly asExpected: number
  readonly unexpected: number
}

/** What was seen of one operation, or of a whole run. */
export class Tally {
  /** By status class: 1 to 5; 0 holds the requests that were given up, with the time until then as their least latency. */
  readonly #timings: (Timing | undefined)[] = []
  readonly statuses = new Map<number, number>()
  readonly errors = new Map<string, number>()
  bytes = 0
  /** Requests that were due but for which no connection became free until the end. */
  unsent = 0
  /** Answers of 400 and above that a scenario expects. */
  asExpected = 0
  /** Answers that are not what a scenario expects; they are among the errors, and not among the statuses. */
  unexpected = 0

  answered(status: number, response: number, service: number, bytes: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
    this.bytes += bytes
    const timing = this.#timing(classOf(status))
    timing.response.record(response)
    timing.service.record(service)
  }

  /** A status of 400 and above that a scenario expects is no error. */
  expected(status: number, response: number, service: number, bytes: number): void {
    this.answered(status, response, service, bytes)
    if (status >= 400) this.asExpected++
  }

  /** An answer that is not what a scenario expects: it counts by why, and not by its status. */
  wrong(code: string, status: number, response: number, service: number, bytes: number): void {
    this.answered(status, response, service, bytes)
    this.statuses.set(status, (this.statuses.get(status) ?? 0) - 1)
    if (this.statuses.get(status) === 0) this.statuses.delete(status)
    this.failed(code)
    this.unexpected++
  }

  /** The connection broke; there is no latency. */
  failed(code: string): void {
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1)
  }

  /** No answer came in time; the latency is at least what has passed, and leaving it out would flatter the target. */
  givenUp(code: string, response: number, service: number): void {
    this.failed(code)
    const timing = this.#timing(0)
    timing.response.record(response)
    timing.service.record(service)
  }

  neverSent(response: number): void {
    this.unsent++
    this.#timing(0).response.record(response)
  }

  add(other: Tally): void {
    for (const [status, count] of other.statuses) this.statuses.set(status, (this.statuses.get(status) ?? 0) + count)
    for (const [code, count] of other.errors) this.errors.set(code, (this.errors.get(code) ?? 0) + count)
    this.bytes += other.bytes
    this.unsent += other.unsent
    this.asExpected += other.asExpected
    this.unexpected += other.unexpected
    other.#timings.forEach((timing, index) => {
      if (timing === undefined) return
      const own = this.#timing(index)
      own.response.add(timing.response)
      own.service.add(timing.service)
    })
  }

  /** As it was when its counts and latencies were taken down; the latencies are by the names of `classes`. */
  static of(counts: Counts, classes: Iterable<readonly [string, Timing]>): Tally {
    const tally = new Tally()
    for (const [status, count] of counts.statuses) tally.statuses.set(status, count)
    for (const [code, count] of counts.errors) tally.errors.set(code, count)
    tally.bytes = counts.bytes
    tally.unsent = counts.unsent
    tally.asExpected = counts.asExpected
    tally.unexpected = counts.unexpected
    for (const [name, timing] of classes) tally.#timings[name === givenUp ? 0 : Number.parseInt(name, 10)] = timing
    return tally
  }

  /** By class of status, such as `2xx`; `given up` for those without an answer. */
  get classes(): [string, Timing][] {
    return this.#timings.flatMap((timing, index) =>
      timing === undefined ? [] : [[index === 0 ? givenUp : `${index}xx`, timing] as [string, Timing]],
    )
  }

  /** Over all requests that were answered, given up or never sent. */
  all(): Timing {
    return this.#merged(() => true)
  }

  /** Over the requests that were served or given up: rejections are quick, and must not flatter the rest. */
  served(): Timing {
    return this.#merged(index => index < 4)
  }

  /** Requests with an answer, whatever its status. */
  get answers(): number {
    return sum(this.statuses.values()) + this.unexpected
  }

  /** Answers 1xx to 3xx: the target did what it was asked. */
  get successes(): number {
    return this.answers - this.unexpected - this.#count(status => status >= 400) + this.asExpected
  }

  /** Answers 429: the target's rate limiter did its work. */
  get limited(): number {
    return this.statuses.get(429) ?? 0
  }

  /** Requests that ended in no answer, or in a 4xx or 5xx that is not 429; never sent ones among them. */
  get failures(): number {
    const refused = this.#count(status => status >= 400 && status !== 429)
    return refused - this.asExpected + sum(this.errors.values()) + this.unsent
  }

  /** Failures that are this machine's own. */
  get ownFaults(): number {
    return sum([...this.errors].filter(([code]) => ownFaults.has(code)).map(([, count]) => count))
  }

  /** All requests that were due. */
  get requests(): number {
    return sum(this.statuses.values()) + sum(this.errors.values()) + this.unsent
  }

  #count(admits: (status: number) => boolean): number {
    return sum([...this.statuses].filter(([status]) => admits(status)).map(([, count]) => count))
  }

  #timing(index: number): Timing {
    this.#timings[index] ??= {response: new Latencies(), service: new Latencies()}
    return this.#timings[index]
  }

  #merged(admits: (index: number) => boolean): Timing {
    const parts = this.#timings.flatMap((timing, index) => (timing !== undefined && admits(index) ? [timing] : []))
    return {
      response: Latencies.merged(parts.map(part => part.response)),
      service: Latencies.merged(parts.map(part => part.service)),
    }
  }
}

/** What a run showed. Times are in milliseconds. */
export interface Measurement {
  readonly engine: Engine
  /** One per operation of the scenario, in its order. */
  readonly operations: readonly Tally[]
  /** The run second by second. */
  readonly timeline: readonly Moment[]
  /** How late the generator noticed that a request was due. Empty in a closed loop. */
  readonly lag: Latencies
  /** How long requests that were due waited for a free connection; only those that did wait. */
  readonly waiting: Latencies
  /** What was seen in each part of the run; empty in a closed loop. */
  readonly slices: readonly Slice[]
  /** Requests of the schedule, those of the warm-up left out; in a closed loop all that were made. */
  readonly planned: number
  readonly sent: number
  /** Requests that were sent before the scheduled end, or as soon as they were due. */
  readonly sentInTime: number
  /** Those of them that were answered: what the target really took. */
  readonly answeredInTime: number
  /** Length of the load: as scheduled, or until it was interrupted. */
  readonly duration: number
  readonly connections: ConnectionUse
  /** Processor seconds of this process while the load ran. */
  readonly processorSeconds: number
  /** It was ended before its time, by the user or by a condition. */
  readonly interrupted: boolean
  /** The condition that ended it. */
  readonly abortedBy?: string
  /** How often each scenario was played; only with a scenario file. */
  readonly iterations?: readonly Iterations[]
  /** What else there is to doubt it by, as sentences. */
  readonly doubts?: readonly string[]
}

/** How often a scenario was played, and how that went. */
export interface Iterations {
  readonly scenario: string
  /** All steps went well. */
  readonly completed: number
  /** A step went wrong, and those after it were not taken. */
  readonly failed: number
  /** Still under way when the run was over. */
  readonly unfinished: number
  /** From the intended start of the first step to the end of the last one, with pauses; of those that were completed. */
  readonly durations: Latencies
}

/** In HTTP/2 it is streams that are counted, of which a connection carries many at once; `opened` are connections always. */
export interface ConnectionUse {
  readonly protocol: 'HTTP/1.1' | 'HTTP/2'
  readonly limit: number
  /** The most that were busy at once. */
  readonly peak: number
  /** How many were opened in all, those before the start among them. */
  readonly opened: number
  /** Share of the time, 0 to 1, in which the average connection was busy. */
  readonly busy: number
}

function classOf(status: number): number {
  return Math.min(5, Math.max(1, Math.floor(status / 100)))
}

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
