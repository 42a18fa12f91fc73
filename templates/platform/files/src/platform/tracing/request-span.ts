import type {FastifyReply, FastifyRequest} from 'fastify'
import {readCorrelationId} from '../context/identifiers.js'
import {readIncoming, type TraceParent} from '../context/trace-parent.js'
import {currentTracer} from './tracer.js'

/** They come every few seconds, and tell nothing that the metrics do not. */
const quiet = new Set(['/health', '/ready'])

/** Records a request until its answer is out; gives what calls in its name have as their parent. */
export function startRequestSpan(request: FastifyRequest, reply: FastifyReply) {
  const tracer = currentTracer()
  if (!tracer) return undefined
  const {method, headers, url, id} = request
  const {url: route} = request.routeOptions
  if (route !== undefined && quiet.has(route)) return undefined
  const {position, end} = tracer.start({
    name: route === undefined ? method : `${method} ${route}`,
    kind: 'server',
    parent: readIncoming(headers['traceparent']),
    attributes: {
      'http.request.method': method,
      'http.route': route,
      'url.path': url.split('?')[0],
      'user_agent.original': headers['user-agent'],
      'request.id': id,
      'correlation.id': readCorrelationId(headers['x-correlation-id'], id),
    },
  })
  const {raw} = reply
  raw.once('close', () => {
    const {statusCode, writableFinished} = raw
    end({
      failed: statusCode >= 500,
      attributes: writableFinished ? {'http.response.status_code': statusCode} : {'error.type': 'caller gone'},
    })
  })
  return position satisfies TraceParent
}
