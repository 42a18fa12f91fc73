import type {Connection, PreparedRequest} from '../engine/connection.js'
import {Latencies} from '../engine/histogram.js'
import type {Pool} from '../engine/pool.js'
import {type Answer, answerOf} from './answer.js'
import {Queue} from './queue.js'
import type {Exchange} from './step.js'

/** A request that waits for a connection. */
interface Waiting {
  readonly resolve: (answer: Answer) => void
  readonly request: PreparedRequest
  readonly operation: number
  readonly since: number
}

/** Sends requests by the connections of a pool; those for which none is free wait in a queue. */
export class HttpExchange implements Exchange<PreparedRequest> {
  /** How long requests waited for a free connection, in milliseconds; only those that did. */
  readonly waiting = new Latencies()
  /** Milliseconds that connections were busy, added up. */
  busyTime = 0
  readonly #underWay = new Map<Connection, (answer: Answer) => void>()
  readonly #queue = new Queue<Waiting>()

  constructor(
    readonly pool: Pool,
    /** Milliseconds. */
    readonly timeout: number,
  ) {}

  ask(request: PreparedRequest, operation: number): Promise<Answer> {
    return new Promise(resolve => {
      this.#queue.push({request, operation, resolve, since: performance.now()})
      this.#sendWaiting()
    })
  }

  sweep(now: number): void {
    for (const connection of this.#underWay.keys())
      if (now - connection.sentAt > this.timeout) this.#giveUp(connection, 'ETIMEDOUT', now)
    this.#sendWaiting()
  }

  stop(): void {
    const now = performance.now()
    for (let next = this.#queue.shift(); next; next = this.#queue.shift())
      next.resolve(answerOf({status: 0, end: 'unsent', sentAt: now, endedAt: now, bytes: 0}))
    for (const connection of this.#underWay.keys()) this.#giveUp(connection, 'UNFINISHED', now)
  }

  close(): void {
    this.pool.close()
  }

  #sendWaiting(): void {
    while (this.#queue.length > 0) {
      const connection = this.pool.take()
      if (connection === undefined) return
      const waiting = this.#queue.shift()
      if (waiting) this.#send(connection, waiting)
    }
  }

  #send(connection: Connection, {request, operation, resolve, since}: Waiting): void {
    connection.operation = operation
    connection.sentAt = performance.now()
    if (connection.sentAt - since > 1) this.waiting.record(connection.sentAt - since)
    this.#underWay.set(connection, resolve)
    connection.send(request, this.#onEnd)
  }

  readonly #onEnd = (connection: Connection, code?: string) => {
    const endedAt = performance.now()
    const {status, bytes, sentAt, answer} = connection
    this.busyTime += endedAt - sentAt
    const resolve = this.#underWay.get(connection)
    this.#underWay.delete(connection)
    resolve?.(
      code === undefined
        ? answerOf({status, end: 'answered', sentAt, endedAt, bytes}, answer)
        : answerOf({status: 0, code, end: 'broken', sentAt, endedAt, bytes}),
    )
    this.pool.release(connection)
    this.#sendWaiting()
  }

  #giveUp(connection: Connection, code: string, endedAt: number): void {
    const {sentAt, bytes} = connection
    const resolve = this.#underWay.get(connection)
    this.#underWay.delete(connection)
    this.busyTime += endedAt - sentAt
    this.pool.replace(connection)
    resolve?.(answerOf({status: 0, code, end: 'given up', sentAt, endedAt, bytes}))
  }
}
