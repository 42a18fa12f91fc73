import type {FastifyInstance} from 'fastify'
import {ApiError} from '../errors/api-error.js'

/** Refuses what leads nowhere before its body is read: Fastify would read it first, and complain of it. */
export function installNotFound(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => done(request.is404 ? nothing() : undefined))
  app.setNotFoundHandler(() => {
    throw nothing()
  })
}

function nothing(): ApiError {
  return new ApiError('ROUTE_NOT_FOUND', 'There is nothing at this address.')
}
