import {type ServerInterceptor, status as Status} from '@grpc/grpc-js'
import type {Logger} from '../../logging/logger.js'
import {statusName} from '../status-codes.js'
import {endInterceptor} from './end-interceptor.js'

/** Probes come every few seconds; they would bury everything else. */
const quiet = '/grpc.health.v1.Health/'

/** Of these somebody here should hear. */
const ours: ReadonlySet<Status> = new Set([Status.INTERNAL, Status.UNKNOWN, Status.DATA_LOSS, Status.UNAVAILABLE])

/** One line for each call, when it is over; what is said in it is nobody's business. */
export function logInterceptor(logger: Logger): ServerInterceptor {
  // Nothing in this line can be secret, and to look for secrets costs as much as to write it.
  const log = logger.child({}, {redact: []})
  return endInterceptor({
    end({call: {context, path: method}, type, status}) {
      const level = ours.has(status) ? 'error' : method.startsWith(quiet) ? 'debug' : 'info'
      if (!log.isLevelEnabled(level)) return
      const {requestId, correlationId, traceParent, platform, startedAt, subject} = context
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10
      log[level](
        {
          requestId,
          correlationId,
          traceId: traceParent.traceId,
          platform,
          method,
          type,
          grpcStatus: statusName(status),
          durationMs,
          ...(subject !== undefined && {subject}),
        },
        'Call served.',
      )
    },
  })
}
