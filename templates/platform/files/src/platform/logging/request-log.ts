import type {FastifyInstance} from 'fastify'
import {contextOf} from '../http/context-hook.js'
import {whenOver} from '../http/request-end.js'
import type {Logger} from './logger.js'

/** Health checks come every few seconds; they would bury everything else. */
const quiet = new Set(['/health', '/ready'])

/** One line for each request, when it is over. The query is left out: people put secrets and names there. */
export function installRequestLog(app: FastifyInstance, logger: Logger): void {
  // Nothing in this line can be secret, and to look for secrets costs as much as to write it.
  const log = logger.child({}, {redact: []})
  whenOver(app, ({request, route, status: statusCode}) => {
    const level = statusCode >= 500 ? 'error' : route !== undefined && quiet.has(route) ? 'debug' : 'info'
    if (!log.isLevelEnabled(level)) return
    const {method, url} = request
    const query = url.indexOf('?')
    const path = query < 0 ? url : url.slice(0, query)
    const {requestId, correlationId, traceParent, platform, startedAt} = contextOf(request)
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10
    const {traceId} = traceParent
    log[level](
      {requestId, correlationId, traceId, platform, method, path, route, statusCode, durationMs},
      'Request served.',
    )
  })
}
