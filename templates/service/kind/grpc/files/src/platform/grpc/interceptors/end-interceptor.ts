import {ServerInterceptingCall, type ServerInterceptor, status as Status} from '@grpc/grpc-js'
import {brokenOff} from '../broken-off.js'
import {type Call, callOf} from '../call.js'

/** How a call ended. */
export interface CallEnd {
  readonly call: Call
  readonly type: CallType
  readonly status: Status
}

export type CallType = 'unary' | 'client_stream' | 'server_stream' | 'bidi_stream'

export interface CallListener {
  readonly begin?: (path: string, type: CallType) => void
  readonly end: (end: CallEnd) => void
}

/** Tells once for each call that it began, and how it ended: by its status, or because the client left or gave it no more time. */
export function endInterceptor({begin, end}: CallListener): ServerInterceptor {
  return ({path, requestStream, responseStream}, inner) => {
    const type = requestStream
      ? responseStream
        ? 'bidi_stream'
        : 'client_stream'
      : responseStream
        ? 'server_stream'
        : 'unary'
    let call: Call | undefined
    let ended = false
    const finish = (status: Status): void => {
      if (!call || ended) return
      ended = true
      end({call, type, status})
    }
    return new ServerInterceptingCall(inner, {
      start: next =>
        next({
          onReceiveMetadata(metadata, pass) {
            call = callOf(metadata)
            begin?.(path, type)
            pass(metadata)
          },
          onCancel: () => finish(brokenOff(inner)),
        }),
      sendStatus(status, pass) {
        finish(status.code ?? Status.OK)
        pass(status)
      },
    })
  }
}
