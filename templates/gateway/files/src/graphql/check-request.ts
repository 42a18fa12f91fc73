import {GraphQLError, parse} from 'graphql'
import {ApiError} from '../platform/errors/api-error.js'
import {defineCodes} from '../platform/errors/codes.js'
import type {GraphqlLimits} from './limits.js'
import {measure} from './measure.js'

const refusal = {status: 400, severity: 'medium', retryable: false} as const

defineCodes({
  QUERY_TOO_DEEP: refusal,
  QUERY_TOO_COMPLEX: refusal,
  QUERY_TOO_LARGE: refusal,
  INTROSPECTION_DISABLED: refusal,
})

/** More tokens than this are refused before anything is made of them. */
const mostTokens = 5000

/** Throws the ApiError that refuses a request of GraphQL over HTTP; `body` is JSON. */
export function checkBody(body: string, limits: GraphqlLimits): void {
  const value = parseJson(body)
  const requests: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (requests.length > limits.batch) {
    throw new ApiError('QUERY_TOO_LARGE', `A request may have ${limits.batch} operations.`, {
      details: {limit: limits.batch, actual: requests.length},
    })
  }
  for (const request of requests) {
    const query: unknown = typeof request === 'object' && request !== null ? Reflect.get(request, 'query') : undefined
    // Without text it names an operation that the service knows.
    if (typeof query === 'string') checkQuery(query, limits)
  }
}

export function checkQuery(query: string, limits: GraphqlLimits): void {
  const {depth, complexity, aliases, introspection} = measure(parseQuery(query))
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

function parseQuery(query: string) {
  try {
    return parse(query, {maxTokens: mostTokens, noLocation: true})
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    if (/contains more tha[nt] \d+ tokens/.test(error.message)) {
      throw new ApiError('QUERY_TOO_LARGE', `An operation may have ${mostTokens} tokens.`)
    }
    throw new ApiError('MALFORMED_REQUEST', error.message)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('MALFORMED_REQUEST', 'The body is not valid JSON.')
  }
}
