import {Metadata, ServerInterceptingCall, type ServerInterceptor, status as Status} from '@grpc/grpc-js'
import {createContext, type RequestContext, requestIdOf, runInContext} from '../../context/request-context.js'
import {brokenOff} from '../broken-off.js'
import {rememberCall} from '../call.js'
import {headersOf} from '../metadata-headers.js'
import {type CallSpan, startServedSpan} from '../spans.js'

export interface ContextOptions {
  /** Milliseconds that a call may take; where answers are a stream, only the client sets a limit. */
  readonly limit: number
  readonly stopping: AbortSignal
}

/** First of all interceptors: everything after it runs with the ids of the call, and the trailers tell them to the client. */
export function contextInterceptor({limit, stopping}: ContextOptions): ServerInterceptor {
  return (method, call) => {
    const over = new AbortController()
    let context: RequestContext | undefined
    let span: CallSpan | undefined
    const within = (run: () => void): void => (context ? runInContext(context, run) : run())
    return new ServerInterceptingCall(call, {
      start: next =>
        next({
          onReceiveMetadata(metadata, pass) {
            const headers = headersOf(metadata)
            const asked = Number(call.getDeadline())
            const latest = method.responseStream ? asked : Math.min(asked, Date.now() + limit)
            const deadline = Number.isFinite(latest) ? latest : undefined
            const requestId = requestIdOf(headers)
            span = startServedSpan(method.path, headers, requestId)
            const signal = () => over.signal
            context = createContext(headers, {requestId, deadline, signal, traceParent: span?.position})
            rememberCall(metadata, {context, path: method.path, stopping, identity: undefined})
            within(() => pass(metadata))
          },
          onReceiveMessage: (message, pass) => within(() => pass(message)),
          onReceiveHalfClose: pass => within(pass),
          onCancel() {
            span?.end(brokenOff(call))
            over.abort(gone)
          },
        }),
      sendStatus(status, pass) {
        const metadata = status.metadata?.clone() ?? new Metadata()
        if (context) {
          metadata.set('x-request-id', context.requestId)
          metadata.set('x-correlation-id', context.correlationId)
          for (const {code} of context.warnings ?? []) metadata.add('x-warning', code)
        }
        pass({...status, metadata})
        span?.end(status.code ?? Status.OK)
        over.abort(gone)
      },
    })
  }
}

/** One for all: to make an error with a stack for each call costs more than the signal. */
const gone = new Error('The call is over.')
