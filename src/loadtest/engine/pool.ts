import type {Sampler} from '../conformance/sampler.js'
import type {Transport} from '../transport/transport.js'
import type {Connection} from './connection.js'
import type {ConnectionUse} from './measurement.js'

/** How many connections are opened at once before the start. */
const atOnce = 32

/** A fixed number of connections, or streams of them, of which the free ones are kept; the one used last is taken first. */
export class Pool {
  readonly #all: Connection[]
  readonly #free: Connection[]
  #peak = 0
  #sampler: Sampler | undefined

  constructor(
    readonly transport: Transport,
    readonly limit: number,
  ) {
    this.#all = Array.from({length: limit}, () => transport.connection())
    // Streams of one connection are not neighbours, so that all connections are used.
    const {together} = transport
    this.#free = [...this.#all.keys()]
      .sort((a, b) => (a % together) - (b % together) || a - b)
      .flatMap(index => this.#all[index] ?? [])
  }

  /** Connections with a request under way. */
  get busy(): number {
    return this.limit - this.#free.length
  }

  /** How it was used, in sum for `busyTime` of `elapsed` milliseconds. */
  use(busyTime: number, elapsed: number): ConnectionUse {
    return {
      protocol: this.transport.name,
      limit: this.limit,
      peak: this.#peak,
      opened: this.transport.opened,
      busy: Math.min(1, busyTime / (this.limit * Math.max(1, elapsed))),
    }
  }

  get connections(): readonly Connection[] {
    return this.#all
  }

  /** Opens connections before they are needed: the first requests should not pay for it. */
  async warm(count: number): Promise<void> {
    // Those that are taken first.
    const wanted = this.#free.slice(-count)
    // One that cannot be opened is opened again when it is needed, and is then an error of its request.
    for (let at = 0; at < wanted.length; at += atOnce)
      await Promise.all(wanted.slice(at, at + atOnce).map(connection => connection.open().catch(() => {})))
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
    const fresh = this.transport.connection()
    fresh.sampler = this.#sampler
    this.#all[this.#all.indexOf(connection)] = fresh
    this.#free.push(fresh)
  }

  close(): void {
    for (const connection of this.#all) connection.destroy()
    this.transport.close()
  }
}
