import type {Dispatcher} from 'undici'
import type {Target} from '../balance/target.js'
import {startCallSpan} from '../platform/tracing/call-span.js'
import type {Route} from '../routes/route.js'
import type {Cancellation} from './cancellation.js'
import {badResponse, failureOf, ServerError, upstreamTimeout} from './failure.js'

/** One request to one instance. Throws a ServerError for an answer that speaks against the instance, an ApiError when there
 * is no answer. */
export type Exchange = (
  options: Dispatcher.RequestOptions,
  target: Target,
  cancellation: Cancellation,
  /** Until when the answer has to begin, by `performance.now()`. */
  deadline: number,
) => Promise<Dispatcher.ResponseData>

/** `timeout` milliseconds are what a request has whose body takes its own time to arrive. */
export function createExchange({name: upstream, timeout}: Pick<Route, 'name' | 'timeout'>): Exchange {
  return async (options, target, cancellation, deadline) => {
    const left = Math.max(1, deadline - performance.now())
    const stopClock = startClock(options.body, {timeout, left}, () => cancellation.cancel(late))
    const {method, path} = options
    const span = startCallSpan({upstream, method, path})
    try {
      const headers = {...options.headers, host: target.instance.host, ...span?.headers}
      const timing = {signal: cancellation, headersTimeout: timeout, bodyTimeout: 0}
      const response = await target.pool.request({...options, ...timing, headers})
      span?.answered(response.statusCode)
      if (response.statusCode < 500) return response
      if (isEnvelope(response.headers)) throw new ServerError(response)
      // Pages and stack traces of a broken service stay inside.
      response.body.dump().catch(() => undefined)
      throw badResponse(`status ${response.statusCode} without envelope`)
    } catch (error) {
      if (error instanceof ServerError) throw error
      span?.failed(error)
      if (cancellation.reason === late) throw upstreamTimeout(error)
      throw cancellation.reason ?? failureOf(error)
    } finally {
      stopClock()
    }
  }
}

const late = new Error('late')

/** The upstream's time begins when it has the whole request: a slow upload is no slow upstream. Until then undici watches
 * that the upstream reads what comes. */
function startClock(
  body: Dispatcher.RequestOptions['body'],
  {timeout, left}: {readonly timeout: number; readonly left: number},
  expire: () => void,
): () => void {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const start = (time: number) => {
    if (!stopped) timer = setTimeout(expire, time)
  }
  if (typeof body === 'object' && body !== null && 'once' in body) body.once('end', () => start(timeout))
  else start(left)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** Whether an answer is JSON, as every envelope is. To look inside would mean to keep it from the caller. */
function isEnvelope(headers: Dispatcher.ResponseData['headers']): boolean {
  return /^application\/([\w.+-]+\+)?json\b/i.test(String(headers['content-type'] ?? ''))
}
