import type {FastifyInstance} from 'fastify'
import {SecuredResponse, securityHeaders} from './secured-response.js'

/** Answers of the server carry them by themselves; those of `inject`, which has answers of its own, get them here. */
export function installSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    if (!(reply.raw instanceof SecuredResponse)) reply.headers(securityHeaders)
    done()
  })
}
