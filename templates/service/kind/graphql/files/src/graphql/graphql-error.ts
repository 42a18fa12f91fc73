import {GraphQLError, type GraphQLFormattedError} from 'graphql'

/** An error that was told already, in the form that graphql-ws takes it in. */
export function graphqlError({message, extensions}: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(message, {extensions: extensions ?? null})
}
