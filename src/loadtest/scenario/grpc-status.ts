/** The codes of gRPC by their numbers, with the status of HTTP that google/rpc/code.proto gives for each. */
const codes: readonly (readonly [string, number])[] = [
  ['OK', 200],
  ['CANCELLED', 499],
  ['UNKNOWN', 500],
  ['INVALID_ARGUMENT', 400],
  ['DEADLINE_EXCEEDED', 504],
  ['NOT_FOUND', 404],
  ['ALREADY_EXISTS', 409],
  ['PERMISSION_DENIED', 403],
  ['RESOURCE_EXHAUSTED', 429],
  ['FAILED_PRECONDITION', 400],
  ['ABORTED', 409],
  ['OUT_OF_RANGE', 400],
  ['UNIMPLEMENTED', 501],
  ['INTERNAL', 500],
  ['UNAVAILABLE', 503],
  ['DATA_LOSS', 500],
  ['UNAUTHENTICATED', 401],
]

/** How the answer of a call is counted: by a status, and by the name of its code unless it is OK or a limit. */
export function grpcStatus(code: number): {readonly status: number; readonly code?: string} {
  const [name = `code ${code}`, status = 500] = codes[code] ?? []
  // A rate limiter does its work: it is counted as one of HTTP would be.
  return status < 400 || status === 429 ? {status} : {status, code: `grpc ${name}`}
}

/** What an answer without `grpc-status` means, by its status of HTTP (the gRPC specification, http-grpc-status-mapping). */
export function statusOfHttp(status: number): number {
  const byHttp: Readonly<Record<number, number>> = {
    400: 13,
    401: 16,
    403: 7,
    404: 12,
    429: 14,
    502: 14,
    503: 14,
    504: 14,
  }
  return byHttp[status] ?? 2
}
