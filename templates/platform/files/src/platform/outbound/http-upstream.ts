import {Pool} from 'undici'
import {ApiError} from '../errors/api-error.js'
import type {Logger} from '../logging/logger.js'
import type {Metrics} from '../metrics/metrics.js'
import {startCallSpan} from '../tracing/call-span.js'
import type {UpstreamHeaders} from './answer.js'
import {type CallLimits, standardLimits} from './call-limits.js'
import {outboundHeaders} from './outbound-headers.js'
import {createProtectedCalls} from './protected-calls.js'

export interface UpstreamOptions {
  /** How the upstream is called in metrics and logs. */
  readonly name: string
  /** Its address, such as http://directory:3000. */
  readonly url: string
  /** This service, as it introduces itself. */
  readonly service: string
  readonly metrics: Metrics
  readonly logger: Logger
  readonly limits?: CallLimits
}

export interface UpstreamRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE' | 'POST' | 'PATCH'
  /** Path and query; what comes from outside must have passed `encodeURIComponent`. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Makes a POST safe to repeat, provided that the upstream honours it. */
  readonly idempotencyKey?: string
  /** Changes nothing, or nothing more when it comes again, though its method does not say so. */
  readonly repeatable?: boolean
  /** Operations that fail together; a breaker each. */
  readonly group?: string
}

/** Another service, called through all the protection that such a call needs. */
export interface HttpUpstream<Answer> {
  /** Throws an ApiError when there is no usable answer; a refusal (4xx) is an answer. */
  request(request: UpstreamRequest): Promise<Answer>
  close(): Promise<void>
}

/** Makes an answer of a response; throws the ApiError UPSTREAM_BAD_RESPONSE for what is none. The text has to be read in any case. */
export type ReadAnswer<Answer> = (
  status: number,
  headers: UpstreamHeaders,
  text: () => Promise<string>,
) => Promise<Answer>

const idempotentMethods: readonly string[] = ['GET', 'HEAD', 'PUT', 'DELETE']
const largestAnswer = 10 * 1024 * 1024

export function createHttpUpstream<Answer extends {readonly ok: boolean}>(
  options: UpstreamOptions,
  readAnswer: ReadAnswer<Answer>,
): HttpUpstream<Answer> {
  const {name, url, service, metrics, logger, limits = standardLimits} = options
  const pool = new Pool(url, {
    connections: limits.concurrent,
    connect: {timeout: limits.connect},
    headersTimeout: limits.perTry,
    bodyTimeout: limits.perTry,
    maxResponseSize: largestAnswer,
  })
  const run = createProtectedCalls({name, limits, metrics, logger})

  const attempt = async (request: UpstreamRequest, signal: AbortSignal): Promise<Answer> => {
    const {method, path, body} = request
    const span = startCallSpan({upstream: name, method, path})
    try {
      const headers = {...outboundHeaders(service, request), ...span?.headers}
      const sent = await pool.request({
        method,
        path,
        headers,
        signal,
        body: body === undefined ? null : JSON.stringify(body),
      })
      span?.answered(sent.statusCode)
      return await readAnswer(sent.statusCode, sent.headers, () => sent.body.text())
    } catch (error) {
      span?.failed(error)
      if (error instanceof ApiError || signal.aborted) throw error
      throw connectionFailure(error)
    }
  }

  return {
    async request(request) {
      const {method, idempotencyKey, repeatable = false, group = 'default'} = request
      const idempotent = idempotentMethods.includes(method) || idempotencyKey !== undefined || repeatable
      return run(signal => attempt(request, signal), {group, idempotent})
    },
    close: () => pool.close(),
  }
}

function connectionFailure(cause: unknown): ApiError {
  const late = cause instanceof Error && 'code' in cause && /TIMEOUT/.test(String(cause.code))
  return late
    ? new ApiError('UPSTREAM_TIMEOUT', 'A service that is needed for this did not answer in time.', {cause})
    : new ApiError('UPSTREAM_BAD_RESPONSE', 'A service that is needed for this can not be reached.', {cause})
}
