import {ApiError} from '../platform/errors/api-error.js'
import {checkDocument} from './check-document.js'
import type {GraphqlLimits} from './limits.js'
import {parseDocument} from './parse-document.js'

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
  checkDocument(parseDocument(query), limits)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('MALFORMED_REQUEST', 'The body is not valid JSON.')
  }
}
