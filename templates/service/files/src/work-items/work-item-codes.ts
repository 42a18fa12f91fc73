import {defineCodes} from '../platform/errors/codes.js'

/** The error codes of this domain, beside the standard ones. */
export const workItemCodes = defineCodes({
  WORK_ITEM_NOT_FOUND: {status: 404, severity: 'low', retryable: false},
})
