import type {IncomingHttpHeaders} from 'node:http'
import type {FastifyRequest} from 'fastify'
import {nextTraceParent} from '../platform/context/trace-parent.js'
import {contextOf} from '../platform/http/context-hook.js'
import {listedNames} from './listed-names.js'

/** Between two neighbours only, RFC 9110 section 7.6.1; `expect` was answered by this server already. */
const hopByHop = [
  'connection',
  'expect',
  // Each instance has its own.
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Who a caller is follows from its token, where it calls from and what for from its request. These headers only pretend,
 * whoever sends them: some frameworks believe them. */
const pretended = [
  'cf-connecting-ip',
  'client-ip',
  'forwarded',
  'remote-user',
  'true-client-ip',
  'via',
  'x-client-cert',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-device-attestation',
  'x-device-cert',
  'x-gateway-service',
  'x-anonymous-consumer',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-real-ip',
  'x-remote-user',
  'x-rewrite-url',
  'x-service-name',
]

/** Families of them, of proxies that vouch for callers. */
const pretendedFamilies = [
  'x-auth-request-',
  'x-authenticated-',
  'x-consumer-',
  'x-credential-',
  'x-forwarded-',
  'x-original-',
  'x-ssl-',
  'x-user-',
]

const dropped: ReadonlySet<string> = new Set([...hopByHop, ...pretended])

/** The headers that an upstream gets: the caller's, less what is not the caller's to say, plus ids and route. */
export function upstreamHeaders(
  request: FastifyRequest,
  headers: IncomingHttpHeaders,
  service: string,
): IncomingHttpHeaders {
  const context = contextOf(request)
  const bodyless = request.method === 'GET' || request.method === 'HEAD'
  const listed = listedNames(headers.connection)
  const sent: IncomingHttpHeaders = {}
  for (const name in headers) {
    if (isDropped(name) || listed?.includes(name) || (bodyless && name === 'content-length')) continue
    sent[name] = headers[name]
  }
  for (const name of ['if-match', 'if-none-match'] as const) {
    // A tag was made weak here when its answer was pressed; with one that was weak before, the match fails all the same.
    if (sent[name]?.includes('W/')) sent[name] = sent[name].replaceAll('W/"', '"')
  }
  sent['x-request-id'] = context.requestId
  sent['x-correlation-id'] = context.correlationId
  sent['x-platform'] = context.platform
  sent['traceparent'] = nextTraceParent(context.traceParent)
  // Client first, as far as proxies that are trusted vouch for it; else the neighbour alone.
  const address = request.ips ? [...request.ips].reverse().join(', ') : request.ip
  // The system forgets that of a caller who has hung up.
  if (address) sent['x-forwarded-for'] = address
  sent['x-forwarded-host'] = request.host
  sent['x-forwarded-proto'] = request.protocol
  sent['x-service-name'] = service
  return sent
}

/** Many servers take X_User_ID for X-User-ID, so names with an underscore are dropped as well. */
function isDropped(name: string): boolean {
  if (dropped.has(name) || name.includes('_')) return true
  return name.startsWith('x-') && pretendedFamilies.some(family => name.startsWith(family))
}
