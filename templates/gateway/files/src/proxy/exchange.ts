import type {Dispatcher} from 'undici'
import type {Target} from '../balance/target.js'
import {startCallSpan} from '../platform/tracing/call-span.js'
import type {Route} from '../routes/route.js'
import {call} from './call.js'
import type {Cancellation} from './cancellation.js'
import {late} from './clock.js'
import {badResponse, failureOf, ServerError, upstreamTimeout} from './failure.js'
import {discard, type PassedAnswer} from './passed-answer.js'

/** One request to one instance. Throws a ServerError for an answer that speaks against the instance, an ApiError when there
 * is no answer. */
export type Exchange = (
  options: Dispatcher.DispatchOptions,
  target: Target,
  cancellation: Cancellation,
) => Promise<PassedAnswer>

export function createExchange({name: upstream, timeout}: Pick<Route, 'name' | 'timeout'>): Exchange {
  return async (options, target, cancellation) => {
    const {method, path, body} = options
    const span = startCallSpan({upstream, method, path})
    const headers = headersFor(options.headers, {host: target.instance.host, ...span?.headers})
    try {
      const sent = {method, path, body: body ?? null, headers, headersTimeout: timeout, bodyTimeout: 0}
      const response = await call(target.pool, sent, cancellation)
      span?.answered(response.statusCode)
      if (response.statusCode < 500) return response
      if (response.statusCode < 600 && isEnvelope(response.headers)) throw new ServerError(response)
      // Pages and stack traces of a broken service stay inside.
      discard(response.body)
      throw badResponse(`status ${response.statusCode} without envelope`)
    } catch (error) {
      if (error instanceof ServerError) throw error
      span?.failed(error)
      if (cancellation.reason === late) throw upstreamTimeout(error)
      throw cancellation.reason ?? failureOf(error)
    }
  }
}

/** Names and values in turn, the form that costs undici least. */
function headersFor(headers: Dispatcher.DispatchOptions['headers'], own: Readonly<Record<string, string>>) {
  const pairs: string[] = []
  const add = (given: Readonly<Record<string, string | string[] | undefined>>) => {
    for (const name in given) {
      const value = given[name]
      if (typeof value === 'string') pairs.push(name, value)
      else for (const each of value ?? []) pairs.push(name, each)
    }
  }
  // What calls here hands on the headers of node:http, with small modifications.
  add(headers as Readonly<Record<string, string | string[] | undefined>>)
  add(own)
  return pairs
}

/** Whether an answer is JSON, as every envelope is. To look inside would mean to keep it from the caller. */
function isEnvelope(headers: PassedAnswer['headers']): boolean {
  return /^application\/([\w.+-]+\+)?json\b/i.test(String(headers['content-type'] ?? ''))
}
