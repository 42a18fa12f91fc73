import {ApiError} from '../platform/errors/api-error.js'
import type {PassedAnswer} from './passed-answer.js'

/** An answer that is passed on but speaks against the upstream. */
export class ServerError extends Error {
  constructor(readonly response: PassedAnswer) {
    super(`status ${response.statusCode}`)
  }
}

/** What the gateway says when there is no answer to pass on. */
export function failureOf(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause
  const code = codeOf(cause)
  if (/TIMEOUT/.test(code)) return upstreamTimeout(cause)
  // The caller's request could not even be written down as HTTP.
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') {
    return new ApiError('MALFORMED_REQUEST', 'The request can not be passed on.', {cause})
  }
  return badResponse(cause)
}

export function upstreamTimeout(cause?: unknown): ApiError {
  return new ApiError('UPSTREAM_TIMEOUT', 'The service behind this address did not answer in time.', {cause})
}

export function badResponse(cause: unknown): ApiError {
  return new ApiError('UPSTREAM_BAD_RESPONSE', 'The service behind this address gave no usable answer.', {cause})
}

/** The caller has left: nobody reads this, and it says nothing about the upstream. */
export function callerGone(): ApiError {
  return new ApiError('MALFORMED_REQUEST', 'The caller hung up.')
}

/** Whether no connection was made, so that nothing has been sent yet. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof ApiError) return error.cause !== undefined && isUnreachable(error.cause)
  return /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(codeOf(error))
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
