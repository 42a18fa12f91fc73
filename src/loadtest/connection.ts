import type {Dispatcher} from 'undici'
import {Client} from 'undici'
import type {Sampler} from './conformance/sampler.js'
import type {Dialer} from './dialer.js'

/** A request that is ready to be sent, as often as wanted. */
export interface PreparedRequest {
  readonly method: Dispatcher.HttpMethod
  readonly path: string
  /** Names and values in turn. */
  readonly headers: string[]
  readonly body?: string
  /** Index of the header value that is another one in each request. */
  readonly renewed?: number
  /** Whether its answer is read, and not only counted: see `Connection.answer`. */
  readonly kept?: boolean
}

/** An answer that was kept. */
export interface KeptAnswer {
  /** Names in lower case; several of one name are joined with commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** An answer that is kept, as far as it has come. */
interface Kept {
  readonly headers: readonly Buffer[]
  readonly chunks: Buffer[]
}

/** Larger answers are not shown to samplers. */
const mostSampled = 1024 * 1024

/** Told once when a request has ended; with a code when there was no answer. */
export type OnEnd = (connection: Connection, code?: string, error?: Error) => void

/**
 * One keep-alive connection with at most one request under way. It is opened anew when the target closes it. The
 * object is its own handler, and the fields of a request are on it, so that a request costs no allocation here.
 */
export class Connection implements Dispatcher.DispatchHandler {
  /** Whose request is under way: the index of its arrival, and of its operation. */
  arrival = 0
  operation = 0
  /** When its request was handed over, in milliseconds of `performance.now()`. */
  sentAt = 0
  busy = false
  status = 0
  bytes = 0
  /** Sees some of the answers. */
  sampler: Sampler | undefined
  readonly #client: Client
  #onEnd: OnEnd = () => {}
  #request: PreparedRequest | undefined
  #kept: Kept | undefined
  #isSampled = false

  get answer(): KeptAnswer | undefined {
    return this.#kept && {headers: headersOf(this.#kept.headers), body: Buffer.concat(this.#kept.chunks)}
  }

  constructor(dialer: Dialer) {
    this.#client = new Client(dialer.origin, {
      connect: dialer.connector(),
      pipelining: 1,
      // The engine has its own timeout, which covers connecting, headers and body, and is exact to 10 ms.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
  }

  /** Sends a request; `onEnd` is called exactly once. */
  send(request: PreparedRequest, onEnd: OnEnd): void {
    this.#onEnd = onEnd
    this.busy = true
    this.status = 0
    this.bytes = 0
    this.#request = request
    this.#kept = undefined
    this.#isSampled = false
    this.#client.dispatch(request.renewed === undefined ? request : withNew(request, request.renewed), this)
  }

  /** Drops the request that is under way, if any, and the connection; it cannot be used again. */
  destroy(): void {
    this.busy = false
    // Rejects only if the client is destroyed already.
    this.#client.destroy().catch(() => {})
  }

  // undici's older handler interface: the newer one parses the headers of every response, which nobody reads here.
  onConnect(): void {}

  /** Also called for each 1xx before the answer proper; the last call counts. */
  onHeaders(status: number, headers: readonly Buffer[]): boolean {
    this.status = status
    this.#isSampled = status >= 200 && this.sampler?.wants(this.operation, status) === true
    this.#kept = this.#isSampled || this.#request?.kept ? {headers, chunks: []} : undefined
    return true
  }

  onData(chunk: Buffer): boolean {
    this.bytes += chunk.length
    if (this.#isSampled && this.bytes > mostSampled) this.#isSampled = false
    if (this.#isSampled || this.#request?.kept) this.#kept?.chunks.push(chunk)
    return true
  }

  onComplete(): void {
    this.#end()
  }

  onError(error: Error): void {
    this.#end(errorCode(error), error)
  }

  #end(code?: string, error?: Error): void {
    // After destroy() undici reports the request that we gave up ourselves.
    if (!this.busy) return
    this.busy = false
    const {operation, status, sentAt} = this
    const request = code === undefined && this.#isSampled ? this.#request : undefined
    const answer = request && this.answer
    const took = answer ? performance.now() - sentAt : 0
    this.#onEnd(this, code, error)
    // Behind the end: what is looked at here must not be in the time of the request.
    if (request && answer) this.sampler?.take({...answer, operation, request, status, took})
  }
}

/** Names and values in turn. */
function headersOf(raw: readonly Buffer[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = '', value = ''] = raw.slice(index, index + 2).map(bytes => bytes.toString('latin1'))
    const before = headers[name.toLowerCase()]
    headers[name.toLowerCase()] = before === undefined ? value : `${before}, ${value}`
  }
  return headers
}

function withNew(request: PreparedRequest, index: number): PreparedRequest {
  const headers = [...request.headers]
  headers[index] = crypto.randomUUID()
  return {...request, headers}
}

/** The code of a failed request. A connection that is closed instead of answering is `ECONNRESET`, as Node calls it. */
export function errorCode(error: Error & {readonly code?: unknown}): string {
  if (error.code === 'UND_ERR_SOCKET') return 'ECONNRESET'
  if (error.code === 'UND_ERR_CONNECT_TIMEOUT') return 'ETIMEDOUT'
  if (typeof error.code === 'string') return error.code
  // What cannot be read as HTTP mostly has the code of the parser, but not always.
  if (error.name === 'HTTPParserError') return 'HPE_INVALID'
  // Several addresses were tried, and each failed for a reason of its own.
  const [first] = error instanceof AggregateError ? error.errors : []
  if (first instanceof Error) return errorCode(first)
  return error.name === 'Error' ? 'ERROR' : error.name
}
