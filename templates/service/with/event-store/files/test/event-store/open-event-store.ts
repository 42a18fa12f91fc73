import {createEventStore} from '../../src/event-store/event-store.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMigrations} from '../../src/postgres/migrations.js'
import {createTestDatabase} from '../postgres-server.js'

export const logger = createLogger({service: 'test', version: '0', level: 'silent'})

/** An event store in a database of its own. */
export async function openEventStore() {
  const server = await createTestDatabase()
  const database = server.open()
  await createMigrations(database.tables).run()
  return {server, database, store: createEventStore(database)}
}
