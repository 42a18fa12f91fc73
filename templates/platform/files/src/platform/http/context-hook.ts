import type {IncomingMessage} from 'node:http'
import type {FastifyInstance, FastifyRequest} from 'fastify'
import type {Platform} from '../context/platforms.js'
import {createContext, type RequestContext, runInContext} from '../context/request-context.js'
import type {TraceParent} from '../context/trace-parent.js'
import {startRequestSpan} from '../tracing/request-span.js'
import {Lifetime} from './lifetime.js'
import {whenOver} from './request-end.js'

declare module 'fastify' {
  interface FastifyRequest {
    readonly context: RequestContext
  }
}

/** Where a request carries its context: a WeakMap of all requests would be work for every collection of garbage. */
const key = Symbol('context')
const life = Symbol('lifetime')

/** What hangs here must not lead to the answer: Node keeps requests a little longer than answers, and with a way from each to its
 * answer all of both would outlive the first collections, which made that of the small service twenty times as dear. */
interface Carrier extends IncomingMessage {
  [key]?: RequestContext
  [life]?: Lifetime
}

/** The context of a request, also for code that runs outside of it, such as the error handler of a timeout. */
export function contextOf(request: FastifyRequest): RequestContext {
  const carrier: Carrier = request.raw
  if (carrier[key]) return carrier[key]
  // Routing failed before the hook ran: the answer needs ids all the same.
  const context = createContext(request.headers, {requestId: request.id, signal: () => neverAborted})
  carrier[key] = context
  return context
}

/** First of all hooks: everything after it can ask for the ids; what runs from `preHandler` on has them around it. */
export function installContext(app: FastifyInstance, fallbackPlatform: Platform = 'service'): void {
  app.decorateRequest('context', {
    getter() {
      return contextOf(this)
    },
  })
  whenOver(app, ({request}) => {
    const carrier: Carrier = request.raw
    carrier[life]?.end()
  })
  app.addHook('onRequest', (request, reply, done) => {
    const traceParent = startRequestSpan(request, reply)
    const context = begin(request, traceParent, fallbackPlatform)
    reply.header('x-request-id', context.requestId).header('x-correlation-id', context.correlationId)
    done()
  })
  // Once and late: whatever runs in a context costs more, and the parser of the body would lose it anyway.
  app.addHook('preHandler', (request, _reply, done) => runInContext(contextOf(request), done))
}

/** Fastify's own `request.signal` aborts as soon as the body is read, so the end of the answer is watched instead. */
function begin(
  {raw, headers, id: requestId}: FastifyRequest,
  traceParent: TraceParent | undefined,
  fallbackPlatform: Platform,
): RequestContext {
  const lifetime = new Lifetime()
  const context = createContext(headers, {requestId, signal: () => lifetime.signal, fallbackPlatform, traceParent})
  const carrier: Carrier = raw
  carrier[key] = context
  carrier[life] = lifetime
  return context
}

const neverAborted = new AbortController().signal
