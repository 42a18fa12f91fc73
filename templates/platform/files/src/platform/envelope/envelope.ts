import type {Platform} from '../context/platforms.js'
import type {RequestContext} from '../context/request-context.js'
import {timestamp} from '../context/timestamp.js'
import type {ErrorEntry} from '../errors/api-error.js'

/** What every answer says about itself. */
export interface Meta {
  readonly requestId: string
  /** RFC 3339 in UTC. */
  readonly timestamp: string
  /** Major version of the interface, as in the path: `v1`. */
  readonly version: string
  readonly platform: Platform
  /** Milliseconds between the arrival of the request and this answer, measured here. */
  readonly processingTime: number
  readonly pagination?: Pagination
}

/** Where a page is in its list. */
export interface Pagination {
  readonly page: number
  readonly limit: number
  readonly total: number
  readonly hasNext: boolean
  readonly hasPrev: boolean
}

/** Something the caller should know although the request succeeded. */
export interface Warning {
  readonly code: string
  readonly message: string
  readonly field?: string
  readonly details?: Readonly<Record<string, unknown>>
}

export interface Success {
  readonly data: unknown
  readonly meta: Meta
  readonly warnings?: readonly Warning[]
}

export interface Failure {
  readonly errors: readonly ErrorEntry[]
  readonly meta: Meta
}

/** The major version that this program serves; a document has one. */
const version = 'v1'

/** `meta` for an answer that is sent now. */
export function metaOf({requestId, platform, startedAt}: RequestContext, pagination?: Pagination): Meta {
  const processingTime = Math.round((performance.now() - startedAt) * 1000) / 1000
  const meta = {requestId, timestamp: timestamp(), version, platform, processingTime}
  return pagination ? {...meta, pagination} : meta
}

export function success(
  context: RequestContext,
  data: unknown,
  {pagination, warnings = []}: {pagination?: Pagination | undefined; warnings?: readonly Warning[] | undefined} = {},
): Success {
  const meta = metaOf(context, pagination)
  const all = context.warnings ? [...warnings, ...context.warnings] : warnings
  return all.length > 0 ? {data, meta, warnings: all} : {data, meta}
}

export function failure(context: RequestContext, errors: readonly ErrorEntry[]): Failure {
  return {errors, meta: metaOf(context)}
}
