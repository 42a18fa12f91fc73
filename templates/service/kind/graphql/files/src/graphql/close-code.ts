import {CloseCode} from 'graphql-ws'
import {ApiError} from '../platform/errors/api-error.js'

/** "Try again later". */
const later = 1013

/** The code that a connection is refused with. Clients give up after "Unauthorized"; after "Forbidden" they come again, and
 * ask for a new token. */
export function closeCodeOf(error: unknown): number {
  if (!(error instanceof ApiError) || error.status === 429 || error.status >= 500) return later
  return error.status === 401 && error.code !== 'TOKEN_EXPIRED' ? CloseCode.Unauthorized : CloseCode.Forbidden
}
