import {ApiError} from '../errors/api-error.js'

/** The caller is known and may not do this. */
export function denied(headers: Readonly<Record<string, string>> = {}): ApiError {
  return new ApiError('PERMISSION_DENIED', 'The caller may not do this.', {headers})
}
