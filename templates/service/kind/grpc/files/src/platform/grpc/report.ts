import type {status as Status, StatusObject} from '@grpc/grpc-js'
import {runInContext} from '../context/request-context.js'
import type {ApiError} from '../errors/api-error.js'
import type {Logger} from '../logging/logger.js'
import type {Call} from './call.js'
import {statusOf} from './status.js'

/** Makes a status of an error, and puts what the client must not see into the log. */
export type Report = (error: ApiError, call: Call, code?: Status) => StatusObject

export function createReport({domain, logger}: {readonly domain: string; readonly logger: Logger}): Report {
  return (error, {context}, code) => {
    if (error.status >= 500) {
      runInContext(context, () => logger.error({err: error, code: error.code}, error.message))
    }
    return statusOf(error, {domain, context, ...(code !== undefined && {code})})
  }
}
