import {currentContext} from '../context/request-context.js'
import {formatTraceParent} from '../context/trace-parent.js'
import {currentTracer, type SpanOutcome} from './tracer.js'

/** A call to another service that is recorded. */
export interface CallSpan {
  /** What the other service gets, in place of what it would get unrecorded. */
  readonly headers: {readonly traceparent: string}
  answered(status: number): void
  failed(error: unknown): void
}

export interface Call {
  /** How the other service is called in metrics. */
  readonly upstream: string
  readonly method: string
  /** Path and query. */
  readonly path: string
}

/** Begins to record a call in the name of the request that is being served; undefined where nothing is recorded. */
export function startCallSpan({upstream, method, path}: Call): CallSpan | undefined {
  const tracer = currentTracer()
  if (!tracer) return undefined
  const {position, end} = tracer.start({
    name: `${method} ${upstream}`,
    kind: 'client',
    parent: currentContext()?.traceParent,
    attributes: {'http.request.method': method, 'peer.service': upstream, 'url.path': path.split('?')[0]},
  })
  let over = false
  // A good head may have a bad body behind it: what was told first holds.
  const finish = (outcome: SpanOutcome) => {
    if (!over) end(outcome)
    over = true
  }
  return {
    headers: {traceparent: formatTraceParent(position)},
    // For who calls, a refusal is a failure, too.
    answered: status => finish({failed: status >= 400, attributes: {'http.response.status_code': status}}),
    failed: error =>
      finish({failed: true, attributes: {'error.type': error instanceof Error ? error.name : 'unknown'}}),
  }
}
