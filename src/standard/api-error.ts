import type {Member} from './member.js'

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

/** What errors must not tell of the inside of a service. A name that is made of such words only is one, too. */
export const leakyNames: ReadonlySet<string> = new Set(
  'stack trace sql query exception cause service available-services'.split(' '),
)
