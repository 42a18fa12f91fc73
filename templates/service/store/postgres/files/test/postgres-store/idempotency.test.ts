import {setTimeout as sleep} from 'node:timers/promises'
import {sql} from 'kysely'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createLogger} from '../../src/platform/logging/logger.js'
import type {Database} from '../../src/postgres/database.js'
import {createMigrations} from '../../src/postgres/migrations.js'
import {
  createPostgresIdempotencyStore,
  type PostgresIdempotencyOptions,
} from '../../src/postgres-store/postgres-idempotency-store.js'
import {createTestDatabase, serverMissing, type TestDatabase} from '../postgres-server.js'

const logger = createLogger({service: 'test', version: '0', level: 'silent'})
const answer = {status: 201, data: {second: 2, first: 1}, headers: {location: '/x'}}

// Against a real PostgreSQL: several instances are what this is about.
describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'idempotency keys', () => {
  let server: TestDatabase
  let database: Database
  const closing: {close(): Promise<unknown>}[] = []
  beforeAll(async () => {
    server = await createTestDatabase()
    database = server.open()
    await createMigrations(database.tables).run()
  })
  afterAll(async () => {
    for (const each of closing) await each.close()
    await server.drop()
  })
  const open = (options: Partial<PostgresIdempotencyOptions> = {}) => {
    const store = createPostgresIdempotencyStore(database, {logger, ...options})
    closing.push(store)
    return store
  }

  test('are taken by one of many instances that want them at the same time', async () => {
    const instances = Array.from({length: 10}, () => open())
    const outcomes = await Promise.all(instances.map(instance => instance.begin('race', 'f')))
    expect(outcomes.filter(outcome => outcome === undefined)).toHaveLength(1)
    expect(outcomes.filter(outcome => outcome?.state === 'in-flight')).toHaveLength(9)
  })

  test('keep the answer as it was, with its members in their sequence', async () => {
    await open().begin('kept', 'f')
    await open().finish('kept', 'f', answer)
    const known = await open().begin('kept', 'other')
    expect(known).toEqual({state: 'done', fingerprint: 'f', result: answer})
    expect(JSON.stringify(known)).toContain('{"second":2,"first":1}')
  })

  test('are free again when the request has failed, but never when it was answered', async () => {
    await open().begin('freed', 'f')
    await open().release('freed')
    expect(await open().begin('freed', 'f')).toBeUndefined()
    await open().finish('freed', 'f', answer)
    await open().release('freed')
    expect(await open().begin('freed', 'f')).toMatchObject({state: 'done'})
  })

  test('are free again when an answer has expired, or when nobody lives any more who would finish it', async () => {
    const brief = open({keepFor: 1, lease: 1})
    await brief.begin('abandoned', 'f')
    await sleep(10)
    expect(await brief.begin('abandoned', 'g')).toBeUndefined()
    await brief.finish('abandoned', 'g', answer)
    await sleep(10)
    expect(await open().begin('abandoned', 'h')).toBeUndefined()
    // The first one was only slow; its answer is not the one to the request that has the key now.
    await brief.finish('abandoned', 'g', answer)
    expect(await open().begin('abandoned', 'h')).toEqual({state: 'in-flight', fingerprint: 'h'})
  })

  test('are removed when they have expired, and only then', async () => {
    await sql`truncate idempotency_keys`.execute(database.tables)
    await open({keepFor: 1}).finish('old', 'f', answer)
    await open().finish('young', 'f', answer)
    open({sweep: 5})
    const left = async () =>
      (await database.tables.selectFrom('idempotency_keys').select('key').execute()).map(({key}) => key)
    await expect.poll(left).toEqual(['young'])
  })
})
