import {z} from 'zod'

/** What can be set about GraphQL. */
export const graphqlSettings = {
  GRAPHQL_DOCUMENTS: z
    .enum(['any', 'known'])
    .default('any')
    .describe('Which documents may be asked for: any, or only those in contracts/operations.'),
  GRAPHQL_INTROSPECTION: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe('Whether the schema can be asked for: on, off, or auto, which is off in production.'),
  GRAPHQL_SOCKETS: z.coerce
    .number()
    .int()
    .min(0)
    .default(1000)
    .describe('Connections for subscriptions at a time; 0 lets nobody in.'),
} as const
