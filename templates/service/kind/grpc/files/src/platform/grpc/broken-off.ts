import {type ServerInterceptingCallInterface, status as Status} from '@grpc/grpc-js'

/** How a call ended that no status was sent for: the server itself ends those whose time is up, and tells nobody. */
export function brokenOff(call: Pick<ServerInterceptingCallInterface, 'getDeadline'>): Status {
  return Date.now() >= Number(call.getDeadline()) ? Status.DEADLINE_EXCEEDED : Status.CANCELLED
}
