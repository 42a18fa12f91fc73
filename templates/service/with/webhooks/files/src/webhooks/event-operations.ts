import type {Operation, Operations} from '../platform/contract/operation.js'
import {ApiError} from '../platform/errors/api-error.js'
import {defineCodes} from '../platform/errors/codes.js'
import type {WebhookStore} from './webhook-store.js'

defineCodes({EVENT_FORGOTTEN: {status: 404, severity: 'low', retryable: false}})

interface After {
  readonly after?: string
  readonly limit: number
}

interface IfNoneMatch {
  readonly 'if-none-match'?: string
}

/** The same events to be fetched: for those who can not be reached, or were not for a while. */
export function eventOperations(store: WebhookStore) {
  const list: Operation<{query: After; headers: IfNoneMatch}> = async ({query: {after, limit}, headers}) => {
    const page = await store.eventsAfter(after, limit)
    if (!page) {
      throw new ApiError('EVENT_FORGOTTEN', 'The event is not known any more. Begin without "after".', {field: 'after'})
    }
    const {events, hasMore} = page
    const last = events.at(-1)?.id ?? after
    // Nothing that is told can change, so that the last event stands for all before it.
    const tag = `"${last ?? 'none'}"`
    const answer = {etag: tag, 'cache-control': 'private, no-cache'}
    if (headers['if-none-match']?.split(',').some(each => each.trim().replace(/^W\//, '') === tag)) {
      return {status: 304, headers: answer}
    }
    return {status: 200, data: {events, hasMore, ...(last !== undefined && {last})}, headers: answer}
  }
  return {listEvents: list} satisfies Operations
}
