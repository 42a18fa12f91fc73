import {Metadata, type ServiceError, status as Status} from '@grpc/grpc-js'
import {ApiError} from '../errors/api-error.js'
import {decodeRichStatus, type RichStatus, richStatusKey} from './rich-status.js'
import {statusName} from './status-codes.js'

/** What an upstream said. */
export type GrpcAnswer =
  | {readonly ok: true; readonly message: object}
  | {
      readonly ok: false
      /** Such as `NOT_FOUND`. */
      readonly status: string
      readonly message: string
      /** What the upstream tells besides: the code of its error is the reason of `ErrorInfo`. */
      readonly details: RichStatus['details']
    }

/** Statuses that speak against the upstream, as 5xx does in HTTP. */
const unusable: ReadonlySet<Status> = new Set([
  Status.UNAVAILABLE,
  Status.INTERNAL,
  Status.UNKNOWN,
  Status.DATA_LOSS,
  Status.CANCELLED,
])

/** A refusal is an answer; everything that is none is thrown. `timedOut` says that the call was broken off here. */
export function answerOf(error: ServiceError, timedOut: boolean): GrpcAnswer {
  if (timedOut || error.code === Status.DEADLINE_EXCEEDED) {
    throw new ApiError('UPSTREAM_TIMEOUT', 'A service that is needed for this did not answer in time.', {cause: error})
  }
  if (unusable.has(error.code)) {
    throw new ApiError('UPSTREAM_BAD_RESPONSE', 'A service that is needed for this gave no usable answer.', {
      cause: error,
    })
  }
  const [bytes] = (error.metadata ?? new Metadata()).get(richStatusKey)
  const details = Buffer.isBuffer(bytes) ? decodeRichStatus(bytes).details : []
  return {ok: false, status: statusName(error.code), message: error.details, details}
}
