import {Pool} from 'undici'
import {currentContext} from '../context/request-context.js'
import {ApiError} from '../errors/api-error.js'
import type {Logger} from '../logging/logger.js'
import type {Metrics} from '../metrics/metrics.js'
import {readAnswer, type UpstreamAnswer} from './answer.js'
import {type CallLimits, standardLimits} from './call-limits.js'
import {createCallPolicy} from './call-policy.js'
import {outboundHeaders} from './outbound-headers.js'

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
  /** Operations that fail together; a breaker each. */
  readonly group?: string
}

/** Another service, called through all the protection that such a call needs. */
export interface Upstream {
  /** Throws an ApiError when there is no usable answer; a refusal (4xx) is an answer. */
  request(request: UpstreamRequest): Promise<UpstreamAnswer>
  close(): Promise<void>
}

const states = {closed: 0, 'half-open': 1, open: 2} as const
const idempotentMethods: readonly string[] = ['GET', 'HEAD', 'PUT', 'DELETE']
const largestAnswer = 10 * 1024 * 1024

export function createUpstream(options: UpstreamOptions): Upstream {
  const {name, url, service, metrics, logger, limits = standardLimits} = options
  const pool = new Pool(url, {
    connections: limits.concurrent,
    connect: {timeout: limits.connect},
    headersTimeout: limits.perTry,
    bodyTimeout: limits.perTry,
    maxResponseSize: largestAnswer,
  })
  const policy = createCallPolicy({
    limits,
    onBreakerChange: (group, state) => {
      metrics.breakerState.set({upstream: name, group}, states[state])
      if (state !== 'closed') logger.warn({upstream: name, group, state}, 'The circuit breaker changed.')
    },
  })

  const attempt = async (request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer> => {
    try {
      const {method, path, body} = request
      const headers = outboundHeaders(service, request)
      const sent = await pool.request({
        method,
        path,
        headers,
        signal,
        body: body === undefined ? null : JSON.stringify(body),
      })
      return await readAnswer(sent.statusCode, sent.headers, () => sent.body.text())
    } catch (error) {
      if (error instanceof ApiError || signal.aborted) throw error
      throw connectionFailure(error)
    }
  }

  return {
    async request(request) {
      const {method, idempotencyKey, group = 'default'} = request
      const stop = metrics.upstreamDuration.startTimer({upstream: name})
      const idempotent = idempotentMethods.includes(method) || idempotencyKey !== undefined
      const signal = currentContext()?.signal ?? neverAborted
      let outcome = 'failed'
      try {
        const answer = await policy(inner => attempt(request, inner), {group, idempotent, signal})
        outcome = answer.ok ? 'answered' : 'refused'
        return answer
      } catch (error) {
        if (error instanceof ApiError) outcome = error.code.toLowerCase()
        throw error
      } finally {
        metrics.upstreamRequests.inc({upstream: name, outcome})
        stop()
      }
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

const neverAborted = new AbortController().signal
