import {status as Status} from '@grpc/grpc-js'

/** Where the status of HTTP alone does not tell: who was overtaken reads again and repeats, and that is ABORTED. */
const byCode: ReadonlyMap<string, Status> = new Map([
  ['VERSION_CONFLICT', Status.ABORTED],
  ['PRECONDITION_FAILED', Status.ABORTED],
  ['IDEMPOTENCY_KEY_REUSED', Status.INVALID_ARGUMENT],
])

const byStatus: ReadonlyMap<number, Status> = new Map([
  [400, Status.INVALID_ARGUMENT],
  [401, Status.UNAUTHENTICATED],
  [403, Status.PERMISSION_DENIED],
  [404, Status.NOT_FOUND],
  [405, Status.UNIMPLEMENTED],
  [406, Status.INVALID_ARGUMENT],
  [408, Status.DEADLINE_EXCEEDED],
  [409, Status.FAILED_PRECONDITION],
  [410, Status.FAILED_PRECONDITION],
  [412, Status.FAILED_PRECONDITION],
  [413, Status.RESOURCE_EXHAUSTED],
  [415, Status.INVALID_ARGUMENT],
  [422, Status.INVALID_ARGUMENT],
  [428, Status.FAILED_PRECONDITION],
  [429, Status.RESOURCE_EXHAUSTED],
  [431, Status.RESOURCE_EXHAUSTED],
  [499, Status.CANCELLED],
  [502, Status.UNAVAILABLE],
  [503, Status.UNAVAILABLE],
  [504, Status.DEADLINE_EXCEEDED],
])

/** The status of gRPC for an error of the one registry. What is already there says so in its code: ORDER_ALREADY_EXISTS. */
export function statusCodeOf({code, status}: {readonly code: string; readonly status: number}): Status {
  if (code.endsWith('_ALREADY_EXISTS')) return Status.ALREADY_EXISTS
  return byCode.get(code) ?? byStatus.get(status) ?? Status.INTERNAL
}

/** The name of a status, as logs and metrics have it. */
export function statusName(code: Status): string {
  return Status[code] ?? 'UNKNOWN'
}
