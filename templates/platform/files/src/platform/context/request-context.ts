import {AsyncLocalStorage} from 'node:async_hooks'
import type {IncomingHttpHeaders} from 'node:http'
import type {Warning} from '../envelope/envelope.js'
import {readCorrelationId, readRequestId} from './identifiers.js'
import {type Platform, readPlatform} from './platforms.js'
import {readTraceParent, type TraceParent} from './trace-parent.js'

/** What is true for one request wherever its code runs: in logs, in outbound calls and in the answer. */
export interface RequestContext {
  readonly requestId: string
  readonly correlationId: string
  readonly traceParent: TraceParent
  /** Passed on untouched; it means something only together with the caller's own traceparent. */
  readonly traceState: string | undefined
  readonly platform: Platform
  readonly appVersion: string | undefined
  readonly clientId: string | undefined
  /** For whom it is done: the caller that was proven, the owner of a job, the user whom an event names. For logs and events;
   * permissions are never worked out from it. */
  subject?: string
  /** What the caller is told beside the answer, see `warn`. */
  warnings?: Warning[]
  /** Milliseconds of `performance.now()` at which the request arrived. */
  readonly startedAt: number
  /** Milliseconds since 1970 at which the caller stops waiting, where its protocol tells. */
  readonly deadline: number | undefined
  /** Aborts when the exchange is over: answered, timed out, or the caller has hung up. Work for it may stop then. */
  readonly signal: AbortSignal
}

const storage = new AsyncLocalStorage<RequestContext>()

/** The context of the request that is being served, or nothing outside of requests. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore()
}

/** Runs code, and everything it starts, in a context. */
export function runInContext<T>(context: RequestContext, run: () => T): T {
  return storage.run(context, run)
}

/** Ids come from the caller when they are well-formed and are made here when they are not. */
export function createContext(headers: IncomingHttpHeaders, options: ContextOptions): RequestContext {
  return new HeaderContext(headers, options)
}

/** A class, as an object that is written down with a getter of its own would be a dictionary to V8: slow to make and to read. */
class HeaderContext implements RequestContext {
  readonly requestId: string
  readonly correlationId: string
  readonly traceParent: TraceParent
  readonly traceState: string | undefined
  readonly platform: Platform
  readonly appVersion: string | undefined
  readonly clientId: string | undefined
  readonly startedAt = performance.now()
  readonly deadline: number | undefined
  readonly #makeSignal: () => AbortSignal
  #signal: AbortSignal | undefined

  constructor(headers: IncomingHttpHeaders, options: ContextOptions) {
    const {requestId, signal, deadline, traceParent, fallbackPlatform = 'service'} = options
    this.requestId = requestId
    this.correlationId = readCorrelationId(headers['x-correlation-id'], requestId)
    this.traceParent = traceParent ?? readTraceParent(headers['traceparent'])
    this.traceState = shortText(headers['tracestate'], 512)
    this.platform = readPlatform(headers['x-platform'], fallbackPlatform)
    this.appVersion = shortText(headers['x-app-version'], 64)
    this.clientId = shortText(headers['x-client-id'], 64)
    this.deadline = deadline
    this.#makeSignal = signal
  }

  get signal(): AbortSignal {
    this.#signal ??= this.#makeSignal()
    return this.#signal
  }
}

export interface ContextOptions {
  readonly requestId: string
  /** Called when somebody first asks for the signal: most requests never do. */
  readonly signal: () => AbortSignal
  readonly deadline?: number | undefined
  /** Where this exchange is in its trace, when it is recorded; else the caller's position. */
  readonly traceParent?: TraceParent | undefined
  readonly fallbackPlatform?: Platform
}

/** The id of a request before anything else is known about it. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  return readRequestId(headers['x-request-id'])
}

function shortText(header: string | string[] | undefined, longest: number): string | undefined {
  return typeof header === 'string' && header.length <= longest && /^[\x20-\x7E]+$/.test(header) ? header : undefined
}
