import type {Dispatcher} from 'undici'
import {currentContext} from '../platform/context/request-context.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {Logger} from '../platform/logging/logger.js'
import type {Metrics} from '../platform/metrics/metrics.js'
import {createBreaker} from '../platform/outbound/breaker.js'
import {standardLimits} from '../platform/outbound/call-limits.js'
import {isUpstreamFailure} from '../platform/outbound/call-policy.js'
import type {Route} from '../routes/route.js'
import {badResponse, callerGone, failureOf, isUnreachable, upstreamTimeout} from './failure.js'
import {createTargets} from './targets.js'

/** The service behind a route. */
export interface Upstream {
  readonly origins: readonly string[]
  /** Sends a request and gives the answer as soon as its headers are there; bodies stream both ways. */
  send(options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>
  /** Asks one of the addresses whether it is ready. */
  check(path: string, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export interface UpstreamOptions {
  readonly route: Route
  readonly metrics: Metrics
  readonly logger: Logger
}

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

  /** Takes a place until the caller has its whole answer, or refuses at once. */
  function takePlace(signal: AbortSignal): void {
    if (exchanges >= concurrency.running + concurrency.waiting) {
      throw new ApiError('SERVICE_UNAVAILABLE', 'Too many requests wait for this service.', {
        headers: {'retry-after': '1'},
      })
    }
    exchanges += 1
    signal.addEventListener(
      'abort',
      () => {
        exchanges -= 1
      },
      {once: true},
    )
  }

  async function attempt(options: Dispatcher.RequestOptions, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const target = targets.pick()
    try {
      const headers = {...options.headers, host: target.host}
      return await target.pool.request({...options, headers, signal, headersTimeout: timeout, bodyTimeout: 0})
    } catch (error) {
      if (!isUnreachable(error) || targets.all.length === 1) throw error
      targets.rest(target)
      // A body is gone once it was handed over; without one, another address can have a go.
      const next = targets.pick()
      if (options.body || next === target || signal.aborted) throw error
      const headers = {...options.headers, host: next.host}
      return next.pool.request({...options, headers, signal, headersTimeout: timeout, bodyTimeout: 0})
    }
  }

  async function exchange(options: Dispatcher.RequestOptions, caller: AbortSignal): Promise<Dispatcher.ResponseData> {
    const controller = new AbortController()
    const leave = () => controller.abort(caller.reason)
    if (caller.aborted) throw callerGone()
    caller.addEventListener('abort', leave, {once: true})
    const stopClock = startClock(options.body, timeout, () => controller.abort(late))
    try {
      const response = await attempt(options, controller.signal)
      if (response.statusCode < 500) return response
      if (isEnvelope(response.headers)) throw new ServerError(response)
      // Pages and stack traces of a broken service stay inside.
      response.body.dump().catch(() => undefined)
      throw badResponse(`status ${response.statusCode} without envelope`)
    } catch (error) {
      if (controller.signal.reason === late) throw upstreamTimeout(error)
      if (caller.aborted) throw callerGone()
      throw error instanceof ServerError ? error : failureOf(error)
    } finally {
      stopClock()
    }
  }

  return {
    origins: targets.all.map(({origin}) => origin),
    async send(options) {
      const signal = currentContext()?.signal ?? neverAborted
      const stop = metrics.upstreamDuration.startTimer({upstream: name})
      let outcome = 'failed'
      try {
        takePlace(signal)
        const response = await breaker.run(() => exchange(options, signal))
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
const neverAborted = new AbortController().signal

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
