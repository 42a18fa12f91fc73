import {STATUS_CODES} from 'node:http'
import type {RequestContext} from '../context/request-context.js'
import type {ErrorEntry} from '../errors/api-error.js'

/** The same failure in the form of RFC 9457, for callers that ask for it. */
export interface Problem {
  /** `code` tells problems apart: it means the same in every protocol, and an address would only repeat it. */
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly detail: string
  /** This one occurrence: the id of the request, as the log has it. */
  readonly instance: string
  readonly code: string
  readonly retryable: boolean
  readonly errors: readonly ErrorEntry[]
}

export function problem(context: RequestContext, status: number, errors: readonly ErrorEntry[]): Problem {
  const [first] = errors
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: first?.message ?? '',
    instance: `urn:uuid:${context.requestId}`,
    code: first?.code ?? 'INTERNAL_ERROR',
    retryable: first?.retryable ?? false,
    errors,
  }
}
