import {ServerInterceptingCall, type ServerInterceptor, status as Status} from '@grpc/grpc-js'
import {ApiError} from '../../errors/api-error.js'
import {callOf} from '../call.js'
import type {Report} from '../report.js'

/** Ends a call whose time is up. Work for it hears of that by the signal of its context, and calls to others end with it. */
export function deadlineInterceptor(report: Report): ServerInterceptor {
  return (_method, inner) => {
    let timer: NodeJS.Timeout | undefined
    const call = new ServerInterceptingCall(inner, {
      start: next =>
        next({
          onReceiveMetadata(metadata, pass) {
            const known = callOf(metadata)
            const {deadline} = known.context
            if (deadline !== undefined) {
              const expire = (): void => {
                const late = new ApiError('UPSTREAM_TIMEOUT', 'The call took longer than it may.')
                call.sendStatus(report(late, known, Status.DEADLINE_EXCEEDED))
              }
              timer = setTimeout(expire, Math.max(0, deadline - Date.now()))
            }
            pass(metadata)
          },
          onCancel: () => clearTimeout(timer),
        }),
      sendStatus(status, pass) {
        clearTimeout(timer)
        pass(status)
      },
    })
    return call
  }
}
