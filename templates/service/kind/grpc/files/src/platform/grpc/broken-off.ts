import type {ServerHttp2Stream} from 'node:http2'
import {type ServerInterceptingCallInterface, status as Status} from '@grpc/grpc-js'

/** How a call ended that no status was sent for from here: the server itself ends those whose time is up and those whose message
 * is too large, and tells no interceptor. */
export function brokenOff(call: ServerInterceptingCallInterface): Status {
  const {sentHeaders, sentTrailers} = streamOf(call) ?? {}
  const sent = sentTrailers?.['grpc-status'] ?? sentHeaders?.['grpc-status']
  if (sent !== undefined) return Number(sent)
  return Date.now() >= Number(call.getDeadline()) ? Status.DEADLINE_EXCEEDED : Status.CANCELLED
}

/** Members that the types of the library leave out: the call below the interceptors, and its stream. */
interface Inner {
  readonly nextCall?: Inner
  readonly stream?: ServerHttp2Stream
}

function streamOf(call: ServerInterceptingCallInterface): ServerHttp2Stream | undefined {
  let inner: Inner = call as unknown as Inner
  while (inner.nextCall) inner = inner.nextCall
  return inner.stream
}
