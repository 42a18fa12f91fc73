import type {ServerResponse} from 'node:http'
import type {Dispatcher} from 'undici'
import {ApiError} from '../platform/errors/api-error.js'
import type {Logger} from '../platform/logging/logger.js'
import type {Metrics} from '../platform/metrics/metrics.js'
import {createBreaker} from '../platform/outbound/breaker.js'
import {standardLimits} from '../platform/outbound/call-limits.js'
import {isUpstreamFailure} from '../platform/outbound/call-policy.js'
import type {Route} from '../routes/route.js'
import {Cancellation} from './cancellation.js'
import {badResponse, callerGone, failureOf, isUnreachable, upstreamTimeout} from './failure.js'
import {createTargets, type Target} from './targets.js'

/** The service behind a route. */
export interface Upstream {
  readonly origins: readonly string[]
  /** Sends a request and gives the answer as soon as its headers are there; bodies stream both ways. `answer` is what the
   * caller gets: when it ends, or the caller hangs up, the call ends. */
  send(options: Dispatcher.RequestOptions, answer: ServerResponse): Promise<Dispatcher.ResponseData>
  /** Asks one of the addresses whether it is ready. */
  check(path: string, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export interface UpstreamOptions {
  readonly route: Route
  readonly metrics: Metrics
  readonly logger: Logger
}

type Response = Dispatcher.ResponseData

const states = {closed: 0, 'half-open': 1, open: 2} as const

/** There are no retries: callers and services repeat what is safe to repeat, and two layers of it would multiply. */
export function createUpstream({route, metrics, logger}: UpstreamOptions): Upstream {
  const {name, upstreams, timeout, concurrency} = route
  const targets = createTargets({
    origins: upstreams,
    connections: concurrency.running,
    connectTimeout: Math.min(standardLimits.connect, timeout),
  })
  const breaker = createBreaker({
    isFailure: error => error instanceof ServerError || isUpstreamFailure(error),
    ...route.breaker,
    onChange: state => {
      metrics.breakerState.set({upstream: name, group: 'default'}, states[state])
      logger[state === 'closed' ? 'info' : 'warn']({upstream: name, state}, 'The circuit breaker changed.')
    },
  })
  metrics.breakerState.set({upstream: name, group: 'default'}, states.closed)
  let exchanges = 0

  /** The slot is taken until the caller has its whole answer or is gone; then the call is over, too. */
  function begin(answer: ServerResponse): Cancellation {
    if (exchanges >= concurrency.running + concurrency.waiting) {
      throw new ApiError('SERVICE_UNAVAILABLE', 'Too many requests wait for this service.', {
        headers: {'retry-after': '1'},
      })
    }
    const cancellation = new Cancellation()
    exchanges += 1
    answer.once('close', () => {
      exchanges -= 1
      cancellation.cancel(over)
    })
    return cancellation
  }

  function dispatch(options: Dispatcher.RequestOptions, target: Target, signal: Cancellation): Promise<Response> {
    const headers = {...options.headers, host: target.host}
    return target.pool.request({...options, headers, signal, headersTimeout: timeout, bodyTimeout: 0})
  }

  async function failOver(options: Dispatcher.RequestOptions, cancellation: Cancellation): Promise<Response> {
    const target = targets.pick()
    try {
      return await dispatch(options, target, cancellation)
    } catch (error) {
      if (!isUnreachable(error)) throw error
      targets.rest(target)
      const next = targets.pick()
      // A body is gone once it was handed over; without one, another address can have a go.
      if (options.body || next === target || cancellation.aborted) throw error
      return dispatch(options, next, cancellation)
    }
  }

  async function exchange(options: Dispatcher.RequestOptions, cancellation: Cancellation): Promise<Response> {
    if (cancellation.aborted) throw callerGone()
    const stopClock = startClock(options.body, timeout, () => cancellation.cancel(late))
    try {
      const response = await (targets.all.length > 1
        ? failOver(options, cancellation)
        : dispatch(options, targets.pick(), cancellation))
      if (response.statusCode < 500) return response
      if (isEnvelope(response.headers)) throw new ServerError(response)
      // Pages and stack traces of a broken service stay inside.
      response.body.dump().catch(() => undefined)
      throw badResponse(`status ${response.statusCode} without envelope`)
    } catch (error) {
      if (cancellation.reason === late) throw upstreamTimeout(error)
      if (cancellation.reason === over) throw callerGone()
      throw error instanceof ServerError ? error : failureOf(error)
    } finally {
      stopClock()
    }
  }

  return {
    origins: targets.all.map(({origin}) => origin),
    async send(options, answer) {
      const stop = metrics.upstreamDuration.startTimer({upstream: name})
      let outcome = 'failed'
      try {
        const cancellation = begin(answer)
        const response = await breaker.run(() => exchange(options, cancellation))
        outcome = response.statusCode < 400 ? 'answered' : 'refused'
        return response
      } catch (error) {
        if (error instanceof ServerError) return error.response
        if (error instanceof ApiError) outcome = error.code.toLowerCase()
        throw error
      } finally {
        metrics.upstreamRequests.inc({upstream: name, outcome})
        stop()
      }
    },
    async check(path, signal) {
      const checks = targets.all.map(async ({pool}) => {
        const {statusCode, body} = await pool.request({method: 'GET', path, signal})
        await body.dump()
        if (statusCode >= 300) throw new Error(`status ${statusCode}`)
      })
      // One address that works is enough.
      await Promise.any(checks)
    },
    close: () => targets.close(),
  }
}

/** An answer that is passed on but speaks against the upstream. */
class ServerError extends Error {
  constructor(readonly response: Dispatcher.ResponseData) {
    super(`status ${response.statusCode}`)
  }
}

const late = new Error('late')
const over = new Error('over')

/** The upstream's time begins when it has the whole request: a slow upload is no slow upstream. Until then undici watches
 * that the upstream reads what comes. */
function startClock(body: Dispatcher.RequestOptions['body'], timeout: number, expire: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const start = () => {
    if (!stopped) timer = setTimeout(expire, timeout)
  }
  if (typeof body === 'object' && body !== null && 'once' in body) body.once('end', start)
  else start()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** Whether an answer is JSON, as every envelope is. To look inside would mean to keep it from the caller. */
function isEnvelope(headers: Dispatcher.ResponseData['headers']): boolean {
  return /^application\/([\w.+-]+\+)?json\b/i.test(String(headers['content-type'] ?? ''))
}
