import type {FastifyInstance} from 'fastify'
import {runInContext} from '../context/request-context.js'
import {contextOf} from '../http/context-hook.js'

/** Health checks come every few seconds; they would bury everything else. */
const quiet = new Set(['/health', '/ready'])

/** One line for each request, when it is over. The query is left out: people put secrets and names there. */
export function installRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url
    const {statusCode} = reply
    const level = statusCode >= 500 ? 'error' : route !== undefined && quiet.has(route) ? 'debug' : 'info'
    const [path] = request.url.split('?')
    const durationMs = Math.round(reply.elapsedTime * 10) / 10
    runInContext(contextOf(request), () => {
      request.log[level]({method: request.method, path, route, statusCode, durationMs}, 'Request served.')
    })
  })
}
