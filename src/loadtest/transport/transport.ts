import type {Connection} from '../engine/connection.js'

/** A way to carry requests to the target. */
export interface Transport {
  readonly name: 'HTTP/1.1' | 'HTTP/2'
  /** Connections that were opened so far. */
  readonly opened: number
  /** How many requests one connection carries at once. */
  readonly together: number
  /** What carries one request at a time. */
  connection(): Connection
  /** Closes what several of them share. */
  close(): void
}
