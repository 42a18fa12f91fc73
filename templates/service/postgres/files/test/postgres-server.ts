import {randomUUID} from 'node:crypto'
import {Client} from 'pg'
import {createLogger} from '../src/platform/logging/logger.js'
import {createDatabase, type Database} from '../src/postgres/database.js'
import {createServerPool, type ServerPoolOptions} from '../src/postgres/server-pool.js'

const {TEST_DATABASE_URL = 'postgres://postgres@127.0.0.1:5432/postgres', MESH_REQUIRE_SERVICES: required} = process.env

/** What to say where the server is missing; undefined where it is there. Where it has to be, its absence is an error. */
export const serverMissing: string | undefined = await missing()

/** A database of its own on the server, so that tests never see each other's data. */
export interface TestDatabase {
  readonly url: string
  /** Runs one statement as an administrator, on a connection that nothing else uses. */
  admin(statement: string): Promise<readonly Record<string, unknown>[]>
  /** Connects as a service does. */
  open(options?: Partial<ServerPoolOptions>): Database
  /** Closes what was opened, and leaves nothing behind. */
  drop(): Promise<void>
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(TEST_DATABASE_URL, `create database ${name}`)
  const url = new URL(TEST_DATABASE_URL)
  url.pathname = `/${name}`
  const opened: Database[] = []
  return {
    url: url.href,
    admin: statement => asAdmin(url.href, statement),
    open(options = {}) {
      const database = createDatabase(createServerPool({...usual, url: url.href, ...options}))
      opened.push(database)
      return database
    },
    async drop() {
      await Promise.all(opened.map(database => database.close().catch(() => undefined)))
      await asAdmin(TEST_DATABASE_URL, `drop database ${name} with (force)`)
    },
  }
}

const usual: Omit<ServerPoolOptions, 'url'> = {
  DATABASE_CONNECTIONS: 10,
  DATABASE_CONNECT_TIMEOUT: 2000,
  statementTimeout: 5000,
  name: 'test',
  logger: createLogger({service: 'test', version: '0', level: 'silent'}),
}

async function asAdmin(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({connectionString: url, connectionTimeoutMillis: 2000})
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

async function missing(): Promise<string | undefined> {
  try {
    await asAdmin(TEST_DATABASE_URL, 'select 1')
    return undefined
  } catch (error) {
    if (required === '1') throw error
    return 'skipped: there is no PostgreSQL at TEST_DATABASE_URL'
  }
}
