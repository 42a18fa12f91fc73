import type {DocumentNode} from 'graphql'
import {ApiError} from '../platform/errors/api-error.js'
import {defineCodes} from '../platform/errors/codes.js'
import type {GraphqlLimits} from './limits.js'
import {measure} from './measure.js'

const refusal = {status: 400, severity: 'medium', retryable: false} as const

defineCodes({
  QUERY_TOO_DEEP: refusal,
  QUERY_TOO_COMPLEX: refusal,
  INTROSPECTION_DISABLED: refusal,
})

/** Throws the ApiError that refuses a document, whichever of its operations is meant to run. */
export function checkDocument(
  document: DocumentNode,
  limits: Pick<GraphqlLimits, 'depth' | 'complexity' | 'aliases' | 'introspection'>,
): void {
  const {depth, complexity, aliases, introspection} = measure(document)
  if (introspection && !limits.introspection) {
    throw new ApiError('INTROSPECTION_DISABLED', 'The schema can not be asked for here.')
  }
  refuseAbove('QUERY_TOO_DEEP', 'levels', depth, limits.depth)
  refuseAbove('QUERY_TOO_COMPLEX', 'points', complexity, limits.complexity)
  refuseAbove('QUERY_TOO_COMPLEX', 'aliases', aliases, limits.aliases)
}

function refuseAbove(code: string, what: string, actual: number, limit: number): void {
  if (actual <= limit) return
  throw new ApiError(code, `An operation may have ${limit} ${what}; this one has ${actual}.`, {
    details: {limit, actual},
  })
}
