import type {FastifyInstance} from 'fastify'
import type {ApiError} from '../errors/api-error.js'
import {contextOf} from '../http/context-hook.js'
import {whenOver} from '../http/request-end.js'
import {lineWriter, quoted} from './line-writer.js'
import type {Logger} from './logger.js'

/** Health checks come every few seconds; they would bury everything else. */
const quiet = new Set(['/health', '/ready'])

/** One line for each request, when it is over. The query is left out: people put secrets and names there. */
export function installRequestLog(app: FastifyInstance, logger: Logger): void {
  const write = lineWriter(logger, 'Request served.')
  whenOver(app, ({request, route, status}) => {
    const level = status >= 500 ? 'error' : route !== undefined && quiet.has(route) ? 'debug' : 'info'
    if (!logger.isLevelEnabled(level)) return
    const {method, url} = request
    const query = url.indexOf('?')
    const path = query < 0 ? url : url.slice(0, query)
    const {requestId, correlationId, traceParent, platform, startedAt, subject} = contextOf(request)
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10
    const ids = `"requestId":"${requestId}","correlationId":"${correlationId}","traceId":"${traceParent.traceId}"`
    const asked = `"platform":"${platform}","method":"${method}","path":${quoted(path)}`
    const found = route === undefined ? '' : `,"route":${quoted(route)}`
    const who = subject === undefined ? '' : `,"subject":${quoted(subject)}`
    write(level, `${ids},${asked}${found}${who},"statusCode":${status},"durationMs":${durationMs}`)
  })
}

/** Who was refused before there was a request that hooks could see. */
interface EarlyRefusal {
  readonly requestId: string
  readonly refusal: Pick<ApiError, 'code' | 'status'>
  /** What the server itself calls it. */
  readonly reason: string | undefined
}

/** The line of such a one. What it asked for is left out: it could not be read. */
export function logRefusal(logger: Logger, {requestId, refusal, reason}: EarlyRefusal): void {
  logger.info({requestId, statusCode: refusal.status, code: refusal.code, reason}, 'Request refused.')
}
