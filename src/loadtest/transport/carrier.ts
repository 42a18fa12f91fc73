import type {SampledAnswer, Sampler} from '../conformance/sampler.js'
import {type Connection, errorCode, type KeptAnswer, type OnEnd, type PreparedRequest} from '../engine/connection.js'

/** Larger answers are not shown to samplers. */
const mostSampled = 1024 * 1024

/** What connections of all protocols have: whose request they carry, and who is told of its end. */
export abstract class Carrier implements Connection {
  arrival = 0
  operation = 0
  sentAt = 0
  busy = false
  sampler: Sampler | undefined
  #request: PreparedRequest | undefined
  #isSampled = false
  #onEnd: OnEnd = () => {}

  abstract get status(): number
  abstract get bytes(): number
  abstract get answer(): KeptAnswer | undefined
  abstract open(): Promise<void>
  abstract destroy(): void

  /** Puts a request on its way; `end` is called once, and not before this returns. */
  protected abstract carry(request: PreparedRequest): void

  send(request: PreparedRequest, onEnd: OnEnd): void {
    this.#request = request
    this.#isSampled = false
    this.#onEnd = onEnd
    this.busy = true
    this.carry(request)
  }

  /** How many bytes of the answer to the request are kept, now that its status is known. */
  protected readonly keeps = (status: number): number => {
    this.#isSampled = this.sampler?.wants(this.operation, status) === true
    if (this.#request?.kept) return Number.POSITIVE_INFINITY
    return this.#isSampled ? mostSampled : 0
  }

  protected end(error?: Error): void {
    this.busy = false
    const sample = error === undefined && this.#isSampled ? this.#sample() : undefined
    if (error === undefined) this.#onEnd(this)
    else this.#onEnd(this, errorCode(error), error)
    // Behind the end: what is looked at here must not be in the time of the request.
    if (sample) this.sampler?.take(sample)
  }

  #sample(): SampledAnswer | undefined {
    const {answer, operation, status, sentAt} = this
    const request = this.#request
    return answer && request && {...answer, operation, request, status, took: performance.now() - sentAt}
  }
}
