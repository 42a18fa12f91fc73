import {type DocumentNode, GraphQLError, parse} from 'graphql'
import {ApiError} from '../platform/errors/api-error.js'
import {defineCodes} from '../platform/errors/codes.js'

defineCodes({QUERY_TOO_LARGE: {status: 400, severity: 'medium', retryable: false}})

/** More tokens than this are refused before anything is made of them. */
export const mostTokens = 5000

/** Reads the text of operations; throws the ApiError that says what is wrong with it. */
export function parseDocument(text: string): DocumentNode {
  try {
    return parse(text, {maxTokens: mostTokens})
  } catch (error) {
    throw error instanceof GraphQLError ? unreadable(error) : error
  }
}

/** What a caller is told of a text that is no GraphQL, or too much of it. */
export function unreadable({message}: GraphQLError): ApiError {
  if (/contains more tha[nt] \d+ tokens/.test(message)) {
    return new ApiError('QUERY_TOO_LARGE', `An operation may have ${mostTokens} tokens.`)
  }
  return new ApiError('MALFORMED_REQUEST', message)
}
