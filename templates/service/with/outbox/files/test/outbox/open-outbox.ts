import {randomUUID} from 'node:crypto'
import {createPostgresOutbox, type PostgresOutboxOptions} from '../../src/outbox/postgres-outbox.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import type {Message} from '../../src/platform/messaging/message.js'
import {createMigrations} from '../../src/postgres/migrations.js'
import {createTestDatabase} from '../postgres-server.js'

export const logger = createLogger({service: 'test', version: '0', level: 'silent'})

/** An outbox in a database of its own. */
export async function openOutbox() {
  const server = await createTestDatabase()
  const database = server.open()
  await createMigrations(database.tables).run()
  return {
    server,
    database,
    /** As another instance of the service sees it. */
    instance: (options: Partial<PostgresOutboxOptions> = {}) =>
      createPostgresOutbox(server.open(), {logger, pause: 20, ...options}),
    waiting: async () => (await database.tables.selectFrom('outbox').select('position').execute()).length,
  }
}

export function message(key: string, number: number): Message {
  const body = Buffer.from(JSON.stringify({key, number}))
  return {topic: 'business-events-parcels-v1', id: randomUUID(), key, headers: {eventType: 'ParcelSent'}, body}
}

/** The key and the number that a message was made of. */
export function partsOf({body}: Message): {readonly key: string; readonly number: number} {
  return JSON.parse(Buffer.from(body).toString())
}
