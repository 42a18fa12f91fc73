import type {FastifyInstance} from 'fastify'
import {runInContext} from '../context/request-context.js'
import {contextOf} from '../http/context-hook.js'
import {whenOver} from '../http/request-end.js'

/** Health checks come every few seconds; they would bury everything else. */
const quiet = new Set(['/health', '/ready'])

/** One line for each request, when it is over. The query is left out: people put secrets and names there. */
export function installRequestLog(app: FastifyInstance): void {
  whenOver(app, (request, _reply, statusCode) => {
    const route = request.routeOptions.url
    const level = statusCode >= 500 ? 'error' : route !== undefined && quiet.has(route) ? 'debug' : 'info'
    const [path] = request.url.split('?')
    const context = contextOf(request)
    const durationMs = Math.round((performance.now() - context.startedAt) * 10) / 10
    runInContext(context, () => {
      request.log[level]({method: request.method, path, route, statusCode, durationMs}, 'Request served.')
    })
  })
}
