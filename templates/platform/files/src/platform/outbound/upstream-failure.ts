import {ApiError} from '../errors/api-error.js'

/** Errors that speak against the upstream: no answer, a late one, a broken one. */
export function isUpstreamFailure(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'UPSTREAM_BAD_RESPONSE' || error.code === 'UPSTREAM_TIMEOUT')
}
