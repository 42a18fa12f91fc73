/** The most that a schema may allow one operation; a field counts 1, a connection 10. */
export const operationLimits = {maxDepth: 10, maxComplexity: 100, connectionCost: 10} as const

/** The longest list of objects that needs no pages. */
export const longestBoundedList = 100

/** Fields of `PageInfo` with their types. */
export const pageInfoFields: Readonly<Record<string, string>> = {
  hasNextPage: 'Boolean!',
  hasPreviousPage: 'Boolean!',
  startCursor: 'String',
  endCursor: 'String',
}

/** Arguments of a connection with their types, in pairs: one of the pairs has to be there. */
export const connectionArguments: readonly Readonly<Record<string, string>>[] = [
  {first: 'Int', after: 'String'},
  {last: 'Int', before: 'String'},
]

/** Names of arguments that turn pages in another way than connections do. */
export const otherPageArguments: readonly string[] = ['pagination', 'page', 'limit', 'offset', 'skip']

/** Fields that every error in a payload has. */
export const payloadErrorFields: readonly string[] = ['code', 'message', 'field', 'severity', 'retryable']

/** Directives that say who may ask for a field. */
export const accessDirectives: readonly string[] = ['authenticated', 'requiresScopes', 'policy', 'public']
