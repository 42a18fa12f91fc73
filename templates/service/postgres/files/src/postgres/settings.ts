import {z} from 'zod'
import type {EnvironmentRule} from '../platform/config/environment.js'
import {secret} from '../platform/config/environment.js'

const milliseconds = (preset: number) => z.coerce.number().int().min(1).default(preset)

/** Where the data is, and how long anybody waits for it. */
export const databaseSettings = {
  DATABASE_URL: secret(z.url({protocol: /^postgres(ql)?$/}).optional()).describe(
    'Address of PostgreSQL, such as postgres://user@127.0.0.1:5432/name; outside production an embedded one stands in.',
  ),
  DATABASE_FOLDER: z.string().optional().describe('Where the embedded PostgreSQL keeps its data; left out, in memory.'),
  DATABASE_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(1)
    .default(10)
    .describe('Connections of one instance at most; those of all instances must fit into what the server allows.'),
  DATABASE_CONNECT_TIMEOUT: milliseconds(2000).describe('Longest wait for a connection in milliseconds.'),
  DATABASE_STATEMENT_TIMEOUT: milliseconds(5000).describe(
    'Milliseconds after which the server cancels a statement; a transaction that idles longer is ended, too.',
  ),
  DATABASE_MIGRATIONS: z
    .enum(['run', 'check'])
    .default('run')
    .describe('At the start, run the migrations that are missing; or check, and refuse to start when one is.'),
}

/** The settings of the database as they were read. */
export type DatabaseSettings = z.output<z.ZodObject<typeof databaseSettings>>

/** The embedded one is no library of production. */
export const databaseRules: readonly EnvironmentRule[] = [
  ({NODE_ENV, DATABASE_URL}) =>
    NODE_ENV === 'production' && DATABASE_URL === undefined
      ? 'DATABASE_URL is not set: production needs a PostgreSQL, the embedded one is for development.'
      : undefined,
]
