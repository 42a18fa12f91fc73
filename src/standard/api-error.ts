import type {Member} from './member.js'
import {toKebabCase} from './names.js'

/** How bad an error is. `critical` is for corrupted data and breaches only. */
export const errorSeverities = ['low', 'medium', 'high', 'critical'] as const

/** One entry of `errors`; nothing else may be in it. */
export const apiErrorMembers: readonly Member[] = [
  {name: 'code', required: true, type: 'string'},
  {name: 'message', required: true, type: 'string'},
  {name: 'severity', required: true, type: 'string'},
  {name: 'retryable', required: true, type: 'boolean'},
  {name: 'field', required: false, type: 'string'},
  {name: 'details', required: false, type: 'object'},
]

/** The code of an answer with status 429. */
export const rateLimitCode = 'RATE_LIMIT_EXCEEDED'

/** Statuses after which the same request may succeed later. */
export const retryableStatuses: ReadonlySet<string> = new Set(['429', '502', '503', '504'])

const leakyWords = new Set('stack trace sql query exception cause service'.split(' '))

/** Whether a member tells callers of the inside of a service: `stack`, `stackTrace`, `sql_query`, `availableServices`. */
export function isLeaky(name: string): boolean {
  const words = toKebabCase(name)
  return words === 'available-services' || (words !== '' && words.split('-').every(word => leakyWords.has(word)))
}

/** A code of an error: `USER_NOT_FOUND`. */
export const errorCode = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/

/** Characters that a code of an error may have. */
export const longestErrorCode = 64
