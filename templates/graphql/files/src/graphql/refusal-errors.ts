import type {GraphQLFormattedError} from 'graphql'
import type {ApiError} from '../platform/errors/api-error.js'

/** A refusal in the form of GraphQL: what an envelope would say is in `extensions`. */
export function refusalErrors({entries}: ApiError, requestId: string): GraphQLFormattedError[] {
  return entries.map(({message, ...extensions}) => ({message, extensions: {...extensions, requestId}}))
}
