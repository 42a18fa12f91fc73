import type {IncomingHttpHeaders} from 'node:http'
import CachePolicy from 'http-cache-semantics'
import type {PassedAnswer} from '../proxy/passed-answer.js'
import {type Audience, everybody, isStranger} from './audience.js'

/** The question that an answer is kept for. */
export interface Question {
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

/** An answer in memory. */
export interface KeptAnswer extends Keepable {
  readonly status: number
  readonly body: Buffer
  /** Bytes that it costs. */
  readonly size: number
}

/** What an answer may be kept for. */
export interface Keepable {
  readonly audience: Audience
  /** What RFC 9111 allows to do with it. */
  readonly policy: CachePolicy
  /** The headers that `Vary` names, with the values that they had in the question. */
  readonly variant: readonly (readonly [name: string, value: string | string[] | undefined])[]
}

/** Said to one caller at one moment; it would be wrong for the next. */
const momentary = /^(ratelimit-|retry-after$|server-timing$|traceparent$|tracestate$)/

/** Whether and for whom an answer may be kept. */
export function keepable(
  question: Question,
  audience: Audience,
  {statusCode: status, headers}: Pick<PassedAnswer, 'statusCode' | 'headers'>,
): Keepable | undefined {
  const control = String(headers['cache-control'] ?? '')
  // A cookie is for one caller. Where the service says nothing, nothing is guessed.
  if (headers['set-cookie'] !== undefined || (control === '' && headers['expires'] === undefined)) return undefined
  const shared = isShared(control)
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !momentary.test(name)))
  const options = {shared: shared || isStranger(audience), cacheHeuristic: 0}
  const policy = new CachePolicy(asPolicyRequest(question), {status, headers: kept}, options)
  const useful = policy.timeToLive() > 0 || headers['etag'] !== undefined || headers['last-modified'] !== undefined
  const vary = String(headers['vary'] ?? '')
  if (!policy.storable() || vary.includes('*') || !useful) return undefined
  return {audience: shared ? everybody : audience, policy, variant: variantOf(vary, question)}
}

/** In the form of the policies. All of a route have the same host, and to ask by HEAD is to ask for what GET has got. */
export function asPolicyRequest({url, headers: {host: _host, ...headers}}: Question): CachePolicy.HttpRequest {
  return {url, method: 'GET', headers}
}

function isShared(control: string): boolean {
  const directives = control.split(',').map(directive => directive.trim().toLowerCase())
  const allows = directives.some(directive => directive === 'public' || directive.startsWith('s-maxage='))
  return allows && !directives.some(directive => directive === 'private' || directive.startsWith('private='))
}

function variantOf(vary: string, {headers}: Question): Keepable['variant'] {
  const names = vary.split(',').map(name => name.trim().toLowerCase())
  return names.filter(name => name !== '').map(name => [name, headers[name]])
}
