import type {Sampler} from '../conformance/sampler.js'
import type {Method} from '../source/scenario.js'

/** A request that is ready to be sent, as often as wanted. */
export interface PreparedRequest {
  readonly method: Method
  readonly path: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body?: string
  /** Index of the header value that is another one in each request. */
  readonly renewed?: number
  /** Whether its answer is read, and not only counted: see `Connection.answer`. */
  readonly kept?: boolean
  /** What the transport made of it when it was first sent. */
  wire?: unknown
}

/** An answer that was kept. */
export interface KeptAnswer {
  /** Names in lower case; several of one name are joined with commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Told once when a request has ended; with a code when there was no answer. */
export type OnEnd = (connection: Connection, code?: string, error?: Error) => void

/** Carries one request at a time: a connection of HTTP/1.1, or one of the streams of an HTTP/2 connection. */
export interface Connection {
  /** Whose request is under way: the index of its arrival, and of its operation. */
  arrival: number
  operation: number
  /** When its request was handed over, in milliseconds of `performance.now()`. */
  sentAt: number
  /** Between `send` and its `onEnd`. */
  readonly busy: boolean
  readonly status: number
  /** Of the body, without what frames it. */
  readonly bytes: number
  /** Sees some of the answers. */
  sampler: Sampler | undefined
  /** The answer of a request that is `kept`. */
  readonly answer: KeptAnswer | undefined
  /** Opens what carries the next request, so that the request need not wait for it. */
  open(): Promise<void>
  /** Sends a request; `onEnd` is called exactly once, and never before this returns. It may send the next one. */
  send(request: PreparedRequest, onEnd: OnEnd): void
  /** Drops the request that is under way, if any, without a call of `onEnd`; it cannot be used again. */
  destroy(): void
}

/** The code of a failed request; a connection that is closed instead of answering is `ECONNRESET`, as Node calls it. */
export function errorCode(error: Error & {readonly code?: unknown}): string {
  // undici, which carries the single requests of checks, has names of its own.
  if (error.code === 'UND_ERR_SOCKET') return 'ECONNRESET'
  if (error.code === 'UND_ERR_CONNECT_TIMEOUT') return 'ETIMEDOUT'
  if (typeof error.code === 'string') return error.code
  if (error.name === 'HTTPParserError') return 'HPE_INVALID'
  // Several addresses were tried, and each failed for a reason of its own.
  const [first] = error instanceof AggregateError ? error.errors : []
  if (first instanceof Error) return errorCode(first)
  return error.name === 'Error' ? 'ERROR' : error.name
}

/** An error of a transport, with the code that reports count it by. */
export function failure(code: string, message: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(message, options), {code})
}
