import {ApiError} from './api-error.js'

/** What a caller hears who comes while the process does not keep up. */
export function overloaded(): ApiError {
  return new ApiError('SERVICE_UNAVAILABLE', 'The service is overloaded.', {headers: {'retry-after': '5'}})
}
