import type {FastifyInstance} from 'fastify'
import type {Logger} from './logger.js'

/** The logger of requests and answers; it knows for which of them a line is. */
export function installLogger(app: FastifyInstance, logger: Logger): void {
  app.addHook('onRequest', (request, reply, done) => {
    request.log = logger
    reply.log = logger
    done()
  })
}
