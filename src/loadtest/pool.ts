import type {Sampler} from './conformance/sampler.js'
import {Connection} from './connection.js'
import type {Dialer} from './dialer.js'

/** How many connections are opened at once before the start. */
const together = 32

/** A fixed number of connections, of which the free ones are kept; the one that was used last is taken first. */
export class Pool {
  readonly #dialer: Dialer
  readonly #all: Connection[]
  readonly #free: Connection[]
  #peak = 0
  #sampler: Sampler | undefined

  constructor(
    dialer: Dialer,
    readonly limit: number,
  ) {
    this.#dialer = dialer
    this.#all = Array.from({length: limit}, () => new Connection(dialer))
    this.#free = [...this.#all]
  }

  /** Connections with a request under way. */
  get busy(): number {
    return this.limit - this.#free.length
  }

  /** The most that were busy at once. */
  get peak(): number {
    return this.#peak
  }

  get opened(): number {
    return this.#dialer.opened
  }

  get connections(): readonly Connection[] {
    return this.#all
  }

  /** Opens connections before they are needed: the first requests should not pay for it. */
  async warm(count: number): Promise<void> {
    // One that cannot be opened is opened again when it is needed, and is then an error of its request.
    const open = () => this.#dialer.park().catch(() => {})
    for (let left = Math.min(count, this.limit); left > 0; left -= together)
      await Promise.all(Array.from({length: Math.min(left, together)}, open))
  }

  /** Shows some of the answers from now on to somebody who looks at them. */
  show(sampler: Sampler): void {
    this.#sampler = sampler
    for (const connection of this.#all) connection.sampler = sampler
  }

  take(): Connection | undefined {
    const connection = this.#free.pop()
    if (connection && this.busy > this.#peak) this.#peak = this.busy
    return connection
  }

  release(connection: Connection): void {
    this.#free.push(connection)
  }

  /** Drops the request that a connection is busy with, and puts a new connection in its place. */
  replace(connection: Connection): void {
    connection.destroy()
    const fresh = new Connection(this.#dialer)
    fresh.sampler = this.#sampler
    this.#all[this.#all.indexOf(connection)] = fresh
    this.#free.push(fresh)
  }

  close(): void {
    this.#dialer.close()
    for (const connection of this.#all) connection.destroy()
  }
}
