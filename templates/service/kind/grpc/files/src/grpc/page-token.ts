import {ApiError} from '../platform/errors/api-error.js'
import type {Position} from '../work-items/work-item-slices.js'

/** Where the next page begins. */
export interface PageStart {
  /** Number of the page that begins there. */
  readonly page: number
  /** The last work item of the page before. */
  readonly after: Position
}

/** Text that only this service understands; clients hand it back as it is. */
export function pageToken({page, after}: PageStart): string {
  return Buffer.from(JSON.stringify([page, after.value, after.id])).toString('base64url')
}

export function readPageToken(token: string): PageStart {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (Array.isArray(parts)) {
      const [page, value, id] = parts as unknown[]
      if (Number.isSafeInteger(page) && typeof value === 'string' && typeof id === 'string') {
        return {page: Number(page), after: {value, id}}
      }
    }
  } catch {
    // What is no JSON is told below.
  }
  throw new ApiError('VALIDATION_FAILED', '"page_token" is none that this service has made.', {field: 'page_token'})
}
