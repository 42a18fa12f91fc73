import {randomUUID} from 'node:crypto'
import {currentContext} from '../context/request-context.js'
import {nextTraceParent} from '../context/trace-parent.js'

export interface OutboundRequest {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly idempotencyKey?: string
}

/** The flow's correlation id and trace go along; the request id is new, because a call is an exchange of its own. */
export function outboundHeaders(service: string, request: OutboundRequest): Record<string, string> {
  const {body, headers, idempotencyKey} = request
  const context = currentContext()
  const requestId = randomUUID()
  return {
    // First, so that nobody can replace the ids by accident.
    ...headers,
    accept: 'application/json',
    ...(body !== undefined && {'content-type': 'application/json'}),
    ...(idempotencyKey !== undefined && {'idempotency-key': idempotencyKey}),
    'x-request-id': requestId,
    'x-correlation-id': context?.correlationId ?? requestId,
    ...(context && {traceparent: nextTraceParent(context.traceParent)}),
    ...(context?.traceState !== undefined && {tracestate: context.traceState}),
    'x-platform': 'service',
    'x-service-name': service,
  }
}
