import type {PostgresPool, PostgresPoolClient} from 'kysely'
import {Pool, type PoolClient, type PoolConfig} from 'pg'
import type {Logger} from '../platform/logging/logger.js'
import {failureOf} from './failures.js'
import type {DatabaseSettings} from './settings.js'

/** Connections to a server, and how many are in use. */
export interface ServerPool extends PostgresPool {
  readonly figures: () => {readonly used: number; readonly idle: number; readonly waiting: number}
}

/** What one connection asks of the server; times in milliseconds. */
export interface ServerPoolOptions extends Pick<DatabaseSettings, 'DATABASE_CONNECTIONS' | 'DATABASE_CONNECT_TIMEOUT'> {
  readonly url: string
  /** Shown by the server where it lists its connections. */
  readonly name: string
  /** 0 for statements that take as long as they take. */
  readonly statementTimeout: number
  readonly logger: Logger
}

/** How much later than the server the client gives up: only when the server does not answer at all. */
const grace = 1000

export function createServerPool(options: ServerPoolOptions): ServerPool {
  const {statementTimeout, logger} = options
  const pool = new Pool({
    ...identityOf(options),
    max: options.DATABASE_CONNECTIONS,
    connectionTimeoutMillis: options.DATABASE_CONNECT_TIMEOUT,
    idleTimeoutMillis: 30_000,
    // So that a new address of the server, or a new balance between several, is taken up without a restart.
    maxLifetimeSeconds: 1800,
    keepAlive: true,
    ...(statementTimeout > 0 && {
      statement_timeout: statementTimeout,
      idle_in_transaction_session_timeout: statementTimeout,
      query_timeout: statementTimeout + grace,
    }),
  })
  // A connection that ends while nobody uses it; the pool has taken it out, and an event without listener would end us.
  pool.on('error', error => logger.warn({err: error}, 'An idle connection to the database has ended.'))

  return {
    async connect() {
      try {
        return guarded(await pool.connect())
      } catch (error) {
        throw failureOf(error)
      }
    },
    end: () => pool.end(),
    figures: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  }
}

function identityOf({url, name}: ServerPoolOptions): PoolConfig {
  return {connectionString: url, application_name: name}
}

/** A connection that is thrown away instead of used again when nobody knows what it is doing. */
function guarded(client: PoolClient): PostgresPoolClient {
  let lost: Error | undefined
  // An error between two queries of a transaction; the next query will tell.
  const remember = (error: Error): void => {
    lost = error
  }
  client.on('error', remember)
  const query = async (text: string, parameters: readonly unknown[]) => {
    if (lost) throw failureOf(lost)
    try {
      const {command, rowCount, rows} = await client.query(text, [...parameters])
      return {command, rowCount, rows}
    } catch (error) {
      // The server is still at it, or away: what comes next on this connection would wait behind.
      if (error instanceof Error && error.message.startsWith('Query read timeout')) lost = error
      throw failureOf(error)
    }
  }
  return {
    // The second form, for cursors, is never used: no cursor is given to kysely.
    query: query as PostgresPoolClient['query'],
    release() {
      client.off('error', remember)
      client.release(lost)
    },
  }
}
