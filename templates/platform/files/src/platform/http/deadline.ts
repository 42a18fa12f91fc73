import type {ServerResponse} from 'node:http'
import type {FastifyInstance} from 'fastify'
import {ApiError} from '../errors/api-error.js'
import {whenOver} from './request-end.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Milliseconds that this route may take, where it is not what all may take. */
    deadline?: number
  }
}

/**
 * Ends a request that takes longer than it may with an answer. Fastify's own `handlerTimeout` makes an AbortController
 * and an error for each request, also for those that are in time: a fifth of what a small request costs.
 */
export function installDeadline(app: FastifyInstance, milliseconds: number): void {
  const timers = new Map<ServerResponse, NodeJS.Timeout>()
  whenOver(app, ({reply: {raw}}) => {
    clearTimeout(timers.get(raw))
    timers.delete(raw)
  })
  app.addHook('onRequest', (request, reply, done) => {
    const {raw} = reply
    const limit = request.routeOptions.config.deadline ?? milliseconds
    const timer = setTimeout(() => {
      // It is answered, or somebody else has the connection, such as a WebSocket.
      if (reply.sent) return
      // Half an answer cannot be taken back; that the connection breaks tells the caller.
      if (raw.headersSent) raw.destroy()
      else reply.send(new ApiError('SERVICE_UNAVAILABLE', 'The request took too long.'))
    }, limit)
    timers.set(raw, timer)
    done()
  })
}
