import {service} from '../about.js'
import {ConfigError} from '../platform/config/environment.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {Logger} from '../platform/logging/logger.js'
import {createDatabase, type Database} from './database.js'
import {createEmbeddedPool} from './embedded-pool.js'
import {createMigrations} from './migrations.js'
import {createServerPool, type ServerPool} from './server-pool.js'
import type {DatabaseSettings} from './settings.js'

/** A database whose tables are what this version of the service expects. */
export interface OpenDatabase {
  readonly database: Database
  /** Left out where connections are not counted. */
  readonly figures?: ServerPool['figures']
}

export async function openDatabase(settings: DatabaseSettings, logger: Logger): Promise<OpenDatabase> {
  const {DATABASE_URL: url, DATABASE_STATEMENT_TIMEOUT: statementTimeout} = settings
  const patient = await openPatientDatabase(settings, logger)
  try {
    await bringUpToDate(patient, settings, logger)
  } catch (error) {
    await patient.close()
    throw plain(error)
  }
  if (url === undefined) return {database: patient}
  await patient.close()
  const pool = createServerPool({...settings, url, name: service, statementTimeout, logger})
  return {database: createDatabase(pool), figures: pool.figures}
}

/** One connection and no limit of time: a migration takes as long as it takes, and so does waiting for the one that
 * another instance runs. */
export async function openPatientDatabase(settings: DatabaseSettings, logger: Logger): Promise<Database> {
  const {DATABASE_URL: url, DATABASE_FOLDER: folder} = settings
  if (url === undefined) return createDatabase(await createEmbeddedPool(folder))
  const limits = {...settings, DATABASE_CONNECTIONS: 1, statementTimeout: 0}
  return createDatabase(createServerPool({...limits, url, name: `${service} migrations`, logger}))
}

async function bringUpToDate({tables}: Database, settings: DatabaseSettings, logger: Logger): Promise<void> {
  const migrations = createMigrations(tables)
  if (settings.DATABASE_MIGRATIONS === 'check') {
    const missing = (await migrations.state()).filter(({done}) => !done).map(({name}) => `"${name}"`)
    if (missing.length > 0)
      throw new ConfigError([`The database lacks the migrations ${missing.join(', ')}: run "npm run migrate".`])
  } else {
    const names = await migrations.run()
    if (names.length > 0) logger.info({migrations: names}, 'The database was migrated.')
  }
}

/** At the start it is the environment that is wrong: a sentence is of more use than a stack. */
function plain(error: unknown): unknown {
  const cause = error instanceof ApiError ? error.cause : error
  if (!(cause instanceof Error && 'code' in cause)) return error
  // A server whose name has several addresses fails with one error for each.
  const {message} = cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause
  return new ConfigError([`DATABASE_URL leads to no database that can be used: ${message}.`])
}
