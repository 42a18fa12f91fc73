import type {IncomingMessage} from 'node:http'
import type {FastifyInstance, FastifyReply, FastifyRequest} from 'fastify'
import type {Platform} from '../context/platforms.js'
import {createContext, type RequestContext, runInContext} from '../context/request-context.js'
import {startRequestSpan} from '../tracing/request-span.js'

/** Where a request carries its context: a WeakMap of all requests would be work for every collection of garbage. */
const key = Symbol('context')

interface Carrier extends IncomingMessage {
  [key]?: RequestContext
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
  app.addHook('onRequest', (request, reply, done) => {
    const signal = () => untilOver(reply)
    const traceParent = startRequestSpan(request, reply)
    const context = createContext(request.headers, {requestId: request.id, signal, fallbackPlatform, traceParent})
    const carrier: Carrier = request.raw
    carrier[key] = context
    reply.header('x-request-id', context.requestId).header('x-correlation-id', context.correlationId)
    done()
  })
  // Once and late: whatever runs in a context costs more, and the parser of the body would lose it anyway.
  app.addHook('preHandler', (request, _reply, done) => runInContext(contextOf(request), done))
}

/** Fastify's own `request.signal` aborts as soon as the body is read, so the end of the answer is watched instead. */
function untilOver(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  if (reply.raw.closed) controller.abort(over)
  else reply.raw.once('close', () => controller.abort(over))
  return controller.signal
}

/** One for all: to make an error of its own, with a stack, for each request costs more than the signal. */
const over = new Error('The exchange is over.')
const neverAborted = new AbortController().signal
