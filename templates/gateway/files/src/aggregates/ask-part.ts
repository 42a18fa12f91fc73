import {EventEmitter} from 'node:events'
import type {FastifyRequest} from 'fastify'
import {readBody} from '../cache/read-body.js'
import type {Protection} from '../platform/auth/guard.js'
import type {Identity} from '../platform/auth/identity.js'
import {permit} from '../platform/auth/permit.js'
import {refuseAfterSunset} from '../platform/contract/deprecation.js'
import type {Warning} from '../platform/envelope/envelope.js'
import {badResponse, callerGone, failureOf, upstreamTimeout} from '../proxy/failure.js'
import {upstreamHeaders} from '../proxy/request-headers.js'
import type {Upstream} from '../proxy/upstream.js'
import type {Route} from '../routes/route.js'
import {transformFor} from '../transform/asked-fields.js'
import {changeData} from '../transform/change-data.js'
import {changeHeaders, changeUrl} from '../transform/change-request.js'
import {readEnvelope} from './read-envelope.js'

/** A part of an aggregate with what is behind it. */
export interface PartSource {
  readonly route: Route
  readonly upstream: Upstream
  /** What the route asks of its callers holds here, too. */
  readonly protection: Protection
}

export interface PartQuestion {
  readonly request: FastifyRequest
  readonly identity: Identity | undefined
  /** Path and query, as callers of the route would ask. */
  readonly url: string
  /** The gateway's name, told to upstreams. */
  readonly service: string
  /** Milliseconds until the answer has ended. */
  readonly timeout: number
  /** Bytes of the largest answer. */
  readonly size: number
  /** When nobody waits any more. */
  readonly signal: AbortSignal
}

/** What a part has to say. */
export interface PartAnswer {
  readonly data: unknown
  readonly warnings: readonly Warning[]
}

/** Asks a route's service as a caller of the route would, with the caller's own proofs. Throws an ApiError. */
export async function askPart({route, upstream, protection}: PartSource, question: PartQuestion): Promise<PartAnswer> {
  const {request, identity, url, service, timeout, size, signal} = question
  if (route.deprecation) refuseAfterSunset(route.deprecation)
  await permit({headers: request.headers, ip: request.ip, method: 'GET', url}, identity, protection, {realm: service})
  const {prefix} = route
  const transform = transformFor(route.transform, url)
  const headers = changeHeaders(upstreamHeaders(request, forParts(request.headers), service), {transform})
  const ending = new EventEmitter()
  const end = () => ending.emit('close')
  let late = false
  const timer = setTimeout(() => {
    late = true
    end()
  }, timeout)
  signal.addEventListener('abort', end)
  try {
    if (signal.aborted) throw callerGone()
    const {statusCode, body} = await upstream.send(
      {method: 'GET', path: changeUrl(url, {prefix, transform}), headers},
      ending,
    )
    const read = await readBody(body, size)
    if ('rest' in read) {
      read.rest.destroy()
      throw badResponse(new Error(`The part has more than ${size} bytes.`))
    }
    const {data, warnings} = readEnvelope(statusCode, read.whole.toString('utf8'))
    return {data: transform ? changeData(data, transform.data) : data, warnings}
  } catch (error) {
    throw late ? upstreamTimeout(error) : failureOf(error)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
    end()
  }
}

/** What the caller says about itself and about this one exchange, but nothing about the form of the whole answer. */
function forParts(headers: FastifyRequest['headers']): FastifyRequest['headers'] {
  const told = Object.entries(headers).filter(
    ([name]) => !/^(accept-encoding|content-.*|if-.*|prefer|range)$/.test(name),
  )
  return {...Object.fromEntries(told), accept: 'application/json', 'accept-encoding': 'identity'}
}
