import type {IncomingHttpHeaders} from 'node:http'
import type {FastifyRequest} from 'fastify'
import {nextTraceParent} from '../platform/context/trace-parent.js'
import {contextOf} from '../platform/http/context-hook.js'

/** Between two neighbours only, RFC 9110 section 7.6.1; `expect` was answered by this server already. */
const hopByHop = [
  'connection',
  'expect',
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

/** Who a caller is follows from its token. These headers only pretend, whoever sends them. */
const pretended = [
  'forwarded',
  'via',
  'x-client-cert',
  'x-device-attestation',
  'x-device-cert',
  'x-gateway-service',
  'x-real-ip',
  'x-service-name',
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
  const kept: IncomingHttpHeaders = {}
  for (const [name, value] of Object.entries(headers)) {
    if (isDropped(name) || (bodyless && name === 'content-length')) continue
    kept[name] = value
  }
  return {
    ...kept,
    'x-request-id': context.requestId,
    'x-correlation-id': context.correlationId,
    'x-platform': context.platform,
    traceparent: nextTraceParent(context.traceParent),
    // Client first, as far as proxies that are trusted vouch for it; else the neighbour alone.
    'x-forwarded-for': request.ips ? [...request.ips].reverse().join(', ') : request.ip,
    'x-forwarded-host': request.host,
    'x-forwarded-proto': request.protocol,
    'x-service-name': service,
  }
}

/** Many servers take X_User_ID for X-User-ID, so both are dropped. */
function isDropped(name: string): boolean {
  const written = name.replaceAll('_', '-')
  return dropped.has(written) || written.startsWith('x-forwarded-') || written.startsWith('x-user-') || written !== name
}
