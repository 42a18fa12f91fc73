/** What a route lets GraphQL operations ask for. */
export interface GraphqlLimits {
  /** Levels of fields. */
  readonly depth: number
  /** Points: one for each field, ten for each connection. */
  readonly complexity: number
  /** Fields of other names than their own: a way to ask for the same thing a thousand times. */
  readonly aliases: number
  /** Operations in one request. */
  readonly batch: number
  /** Bytes of a request. */
  readonly size: number
  /** Whether callers may ask for the schema. */
  readonly introspection: boolean
}

/** What a route gets that says nothing else. */
export const standardGraphqlLimits: Omit<GraphqlLimits, 'introspection'> = {
  depth: 10,
  complexity: 100,
  aliases: 30,
  batch: 1,
  size: 100 * 1024,
}
