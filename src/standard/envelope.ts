import type {Member, Pattern} from './member.js'
import {platforms} from './platforms.js'

/** The top of every successful JSON answer. `data` is whatever the operation is about. */
export const successMembers = {required: ['data', 'meta'], allowed: ['data', 'meta', 'warnings']} as const

/** The top of every failed JSON answer. */
export const failureMembers = {required: ['errors', 'meta'], forbidden: ['data', 'error', 'message']} as const

/** The major version of an API, as in its paths. */
const majorVersion: Pattern = {
  source: '^v[1-9][0-9]*$',
  accepts: Array.from({length: 99}, (_, index) => `v${index + 1}`),
  rejects: ['', 'v', 'v0', 'v01', '1', '1.0', 'v1.0', 'V1', ' v1', 'v1 ', 'v1-beta', 'xv1'],
}

/** What `meta` says of every answer; further members live in `pagination` and `extensions`. */
export const metaMembers: readonly Member[] = [
  {name: 'requestId', required: true, type: 'string'},
  {name: 'timestamp', required: true, type: 'string', format: 'date-time'},
  {name: 'version', required: true, type: 'string', pattern: majorVersion},
  {name: 'platform', required: true, type: 'string', values: platforms},
  {name: 'processingTime', required: true, type: 'number', minimum: 0},
]

/** A remark about an answer that succeeded. */
export const warningMembers: readonly Member[] = [
  {name: 'code', required: true, type: 'string'},
  {name: 'message', required: true, type: 'string'},
]
