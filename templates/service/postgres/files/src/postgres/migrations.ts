import {readdirSync} from 'node:fs'
import {type Kysely, type Migration, Migrator} from 'kysely'
import type {Tables} from './tables.js'

/** Migrations that are there as code, in their order, and whether the database has them. */
export interface MigrationState {
  readonly name: string
  readonly done: boolean
}

const folder = new URL('../migrations/', import.meta.url)

/** Runs the files of `src/migrations` in the order of their names. While one instance runs them, others wait. */
export function createMigrations(tables: Kysely<Tables>) {
  const migrator = new Migrator({
    db: tables,
    provider: {getMigrations: readMigrations},
    // What a feature brings has a name of its own, which may come before one that was run long ago.
    allowUnorderedMigrations: true,
  })
  const state = async (): Promise<readonly MigrationState[]> =>
    (await migrator.getMigrations()).map(({name, executedAt}) => ({name, done: executedAt !== undefined}))

  return {
    state,
    /** Gives the names of those that were missing. What the database has and the code does not know is left alone: an
     * older version of the service must be able to start again. */
    async run(): Promise<readonly string[]> {
      if ((await state()).every(({done}) => done)) return []
      return settled(await migrator.migrateToLatest())
    },
    /** Takes the last one back. */
    back: async (): Promise<readonly string[]> => settled(await migrator.migrateDown()),
  }
}

function settled({results = [], error}: Awaited<ReturnType<Migrator['migrateToLatest']>>): readonly string[] {
  if (error === undefined) return results.map(({migrationName}) => migrationName)
  const failed = results.find(({status}) => status === 'Error')
  throw failed ? new Error(`The migration "${failed.migrationName}" failed.`, {cause: error}) : error
}

/** Found by their folder, so that nothing registers them. */
async function readMigrations(): Promise<Record<string, Migration>> {
  const files = readdirSync(folder).filter(file => /(?<!\.d)\.[jt]s$/.test(file))
  const migrations: Record<string, Migration> = {}
  for (const file of files) {
    const module: unknown = await import(new URL(file, folder).href)
    if (!isMigration(module)) throw new Error(`"src/migrations/${file}" exports no "up".`)
    migrations[file.replace(/\.[jt]s$/, '')] = module
  }
  return migrations
}

function isMigration(module: unknown): module is Migration {
  return typeof module === 'object' && module !== null && 'up' in module && typeof module.up === 'function'
}
