import type {FastifyInstance} from 'fastify'
import {ApiError} from '../platform/errors/api-error.js'
import {methods} from '../routes/route-schema.js'

/** Answers 405 at these addresses to every method but those that are served there. */
export function refuseMethods(app: FastifyInstance, urls: readonly string[], served: readonly string[]): void {
  const others = methods.filter(method => !served.includes(method))
  if (others.length === 0) return
  const allow = served.join(', ')
  const refuse = async () => {
    throw new ApiError('METHOD_NOT_ALLOWED', `Use ${allow} here.`, {headers: {allow}})
  }
  for (const url of urls) app.route({method: others, url, exposeHeadRoute: false, onRequest: refuse, handler: refuse})
}
