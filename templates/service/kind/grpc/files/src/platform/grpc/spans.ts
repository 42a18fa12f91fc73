import type {IncomingHttpHeaders} from 'node:http'
import {status as Status} from '@grpc/grpc-js'
import {readCorrelationId} from '../context/identifiers.js'
import {currentContext} from '../context/request-context.js'
import {formatTraceParent, readIncoming, type TraceParent} from '../context/trace-parent.js'
import {currentTracer, type Span} from '../tracing/tracer.js'

/** They come every few seconds, and tell nothing that the metrics do not. */
const quiet = '/grpc.health.v1.Health/'

/** Statuses that are the fault of the server; a refusal is none of its failures. */
const failures: ReadonlySet<Status> = new Set([
  Status.UNKNOWN,
  Status.DEADLINE_EXCEEDED,
  Status.UNIMPLEMENTED,
  Status.INTERNAL,
  Status.UNAVAILABLE,
  Status.DATA_LOSS,
])

/** A call that is recorded. */
export interface CallSpan {
  readonly position: TraceParent
  /** What was told first holds. */
  end(status: Status): void
}

/** Records a call that came in; undefined where nothing is recorded. */
export function startServedSpan(path: string, headers: IncomingHttpHeaders, requestId: string): CallSpan | undefined {
  const tracer = path.startsWith(quiet) ? undefined : currentTracer()
  const ids = {'request.id': requestId, 'correlation.id': readCorrelationId(headers['x-correlation-id'], requestId)}
  const parent = readIncoming(headers['traceparent'])
  const span = tracer?.start({name: path.slice(1), kind: 'server', parent, attributes: {...about(path), ...ids}})
  return span && once(span, status => failures.has(status))
}

/** Records a call to another service in the name of the one that is being served. */
export function startSentSpan(path: string, upstream: string): (CallSpan & {readonly traceparent: string}) | undefined {
  const attributes = {...about(path), 'peer.service': upstream}
  const parent = currentContext()?.traceParent
  const span = currentTracer()?.start({name: path.slice(1), kind: 'client', parent, attributes})
  // For who calls, a refusal is a failure, too.
  return span && {...once(span, status => status !== Status.OK), traceparent: formatTraceParent(span.position)}
}

function about(path: string) {
  const [, service, method] = path.split('/')
  return {'rpc.system': 'grpc', 'rpc.service': service, 'rpc.method': method}
}

function once(span: Span, failed: (status: Status) => boolean): CallSpan {
  let over = false
  return {
    position: span.position,
    end(status) {
      if (!over) span.end({failed: failed(status), attributes: {'rpc.grpc.status_code': status}})
      over = true
    },
  }
}
