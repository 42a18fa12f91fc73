import type {KeptAnswer, PreparedRequest} from '../engine/connection.js'

/** An answer that is looked at, with what was asked. */
export interface SampledAnswer extends KeptAnswer {
  /** Index of its operation. */
  readonly operation: number
  readonly request: PreparedRequest
  readonly status: number
  /** Milliseconds from the moment the request was handed to its connection. */
  readonly took: number
}

/** Chooses answers of a run that are kept, and looks at them. */
export interface Sampler {
  /** Whether to keep an answer of which nothing but the status is there yet. */
  wants(operation: number, status: number): boolean
  take(answer: SampledAnswer): void
}

/** Answers in a second that are looked at, all together, so that looking does not make the generator late. */
const eachSecond = 100

/** So many of each operation and status are kept whatever the rate: rare ones are the ones that nobody has tried. */
const first = 20

/** Which answers are kept: the first ones of each kind, and as many as there is time for. */
export class Choice {
  readonly #seen = new Map<string, number>()
  #tokens = eachSecond
  #filledAt: number

  constructor(private readonly now: () => number = () => performance.now()) {
    this.#filledAt = now()
  }

  wants(operation: number, status: number): boolean {
    const kind = `${operation} ${status}`
    const seen = (this.#seen.get(kind) ?? 0) + 1
    this.#seen.set(kind, seen)
    const now = this.now()
    this.#tokens = Math.min(eachSecond, this.#tokens + ((now - this.#filledAt) / 1000) * eachSecond)
    this.#filledAt = now
    if (this.#tokens < 1) return seen <= first
    this.#tokens--
    return true
  }
}
