import type {FastifyInstance, FastifyReply} from 'fastify'
import {ApiError} from '../errors/api-error.js'
import {createExpiry, type Expiry} from './expiry.js'
import {follow} from './request-end.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Milliseconds that this route may take, where it is not what all may take. */
    deadline?: number
  }
}

/**
 * Ends a request that takes longer than it may with an answer. Fastify's own `handlerTimeout` makes an AbortController
 * and an error for each request, also for those that are in time: a fifth of what a small request costs. A timer for each of
 * them would still be a tenth, so that requests which may take equally long share one.
 */
export function installDeadline(app: FastifyInstance, milliseconds: number): void {
  const expiries = new Map<number, Expiry<FastifyReply>>()
  const expiryOf = (limit: number): Expiry<FastifyReply> => {
    const known = expiries.get(limit)
    if (known) return known
    const made = createExpiry(limit, end)
    expiries.set(limit, made)
    return made
  }
  const usual = expiryOf(milliseconds)
  follow(app, {
    begin(request, reply) {
      const {deadline} = request.routeOptions.config
      return (deadline === undefined ? usual : expiryOf(deadline)).add(reply)
    },
    end: (_, place) => place.leave(),
  })
}

function end(reply: FastifyReply): void {
  const {raw} = reply
  // It is answered, or somebody else has the connection, such as a WebSocket.
  if (reply.sent) return
  // Half an answer cannot be taken back; that the connection breaks tells the caller.
  if (raw.headersSent) raw.destroy()
  else reply.send(new ApiError('SERVICE_UNAVAILABLE', 'The request took too long.'))
}
