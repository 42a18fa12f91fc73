import {sql} from 'kysely'
import {createDatabase, type Database} from '../../src/postgres/database.js'
import {createEmbeddedPool} from '../../src/postgres/embedded-pool.js'
import {createMigrations} from '../../src/postgres/migrations.js'
import {createPostgresWorkItemRepository} from '../../src/postgres-store/postgres-work-item-repository.js'
import {createTestDatabase, serverMissing} from '../postgres-server.js'
import type {TestStore} from './test-store.js'

async function prepared(database: Database, close: () => Promise<void>) {
  await createMigrations(database.tables).run()
  return {
    async empty() {
      await sql`truncate work_items`.execute(database.tables)
      return createPostgresWorkItemRepository(database)
    },
    close,
  }
}

/** PostgreSQL in this process. */
export const embeddedStore: TestStore = {
  name: 'the embedded PostgreSQL',
  async prepare() {
    const database = createDatabase(await createEmbeddedPool(undefined))
    return prepared(database, () => database.close())
  },
}

/** A real server, where there is one. */
export const serverStore: TestStore = {
  name: 'PostgreSQL',
  missing: serverMissing,
  async prepare() {
    const server = await createTestDatabase()
    return prepared(server.open(), () => server.drop())
  },
}
