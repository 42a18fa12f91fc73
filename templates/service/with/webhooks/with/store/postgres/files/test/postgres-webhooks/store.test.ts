import {afterAll, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest'
import {createDatabase, type Database} from '../../src/postgres/database.js'
import {createEmbeddedPool} from '../../src/postgres/embedded-pool.js'
import {createMigrations} from '../../src/postgres/migrations.js'
import {
  createPostgresWebhookStore,
  type PostgresWebhookStore,
} from '../../src/postgres-webhooks/postgres-webhook-store.js'
import {createTestDatabase, serverMissing, type TestDatabase} from '../postgres-server.js'
import {event, webhook, webhookStoreConformance} from '../webhooks/store-conformance.js'

// As a developer's machine has it, without a server.
describe('webhooks in the embedded database', () => {
  let database: Database
  let store: PostgresWebhookStore
  beforeAll(async () => {
    database = createDatabase(await createEmbeddedPool(undefined))
    await createMigrations(database.tables).run()
    store = createPostgresWebhookStore(database)
  }, 60_000)
  afterAll(() => database.close())
  webhookStoreConformance(() => store)
})

// Against a real PostgreSQL: several instances are what this is about.
describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'webhooks in a database', () => {
  let server: TestDatabase
  let store: PostgresWebhookStore
  beforeAll(async () => {
    server = await createTestDatabase()
    await createMigrations(server.open().tables).run()
    store = createPostgresWebhookStore(server.open())
  })
  beforeEach(() => server.admin('truncate webhooks, webhook_events, webhook_deliveries'))
  afterAll(() => server.drop())

  webhookStoreConformance(() => store)

  test('an event and its deliveries go with the transaction that they tell of', async () => {
    const database = server.open()
    const own = createPostgresWebhookStore(database)
    await own.insert(webhook('ann'), 1)
    const undone = database.transaction(async () => {
      await own.record(event())
      throw new Error('No.')
    })
    await expect(undone).rejects.toThrow('No.')
    expect([await store.countPending(), (await store.eventsAfter(undefined, 10))?.events]).toEqual([0, []])
    await database.transaction(() => own.record(event()))
    expect([await store.countPending(), (await store.eventsAfter(undefined, 10))?.events.length]).toEqual([1, 1])
  })

  test('who reads on misses nothing of a transaction that ends late', async () => {
    const slow = server.open()
    const own = createPostgresWebhookStore(slow)
    let end: () => void = () => {}
    const held = new Promise<void>(resolve => {
      end = resolve
    })
    const [late, early] = [event({eventType: 'Late'}), event({eventType: 'Early'})]
    let begun = false
    const ended = slow.transaction(async () => {
      await own.record(late)
      begun = true
      await held
    })
    await vi.waitFor(() => expect(begun).toBe(true))
    await store.record(early)
    // The one that has begun earlier and is not over yet holds the other one up, instead of being passed over.
    expect((await store.eventsAfter(undefined, 10))?.events).toEqual([])
    end()
    await ended
    expect((await store.eventsAfter(undefined, 10))?.events).toEqual([late, early])
  })

  test('instances that claim at the same moment never get the same delivery', async () => {
    const instances = [1, 2, 3].map(() => createPostgresWebhookStore(server.open()))
    for (const owner of ['ann', 'ben', 'cid']) await store.insert(webhook(owner), 1)
    for (let number = 0; number < 20; number++) await store.record(event())
    const claim = {limit: 30, now: Date.now(), lease: 20_000, perWebhook: 100}
    const claimed = (await Promise.all(instances.map(each => each.claim(claim)))).flat()
    for (const each of instances) claimed.push(...(await each.claim(claim)))
    const ids = claimed.map(({delivery}) => delivery.id)
    expect([ids.length, new Set(ids).size]).toEqual([60, 60])
  })

  test('one owner who makes two at the same moment has no more than may be', async () => {
    const instances = [1, 2, 3, 4].map(() => createPostgresWebhookStore(server.open()))
    const inserted = await Promise.all(instances.map(each => each.insert(webhook('ann'), 2)))
    expect(inserted.filter(Boolean)).toHaveLength(2)
  })

  test('what is old is forgotten, but nothing that still has to be delivered', async () => {
    const subscriber = webhook('ann')
    await store.insert(subscriber, 1)
    const [old, open, fresh] = [
      event(),
      event({timestamp: '2026-01-31T11:00:00.000Z'}),
      event({timestamp: '2026-02-09T10:00:00.000Z'}),
    ] as const
    for (const each of [old, open, fresh]) await store.record(each)
    const [first] = await store.claim({limit: 1, now: Date.now(), lease: 1, perWebhook: 1})
    if (!first) throw new Error('One was due.')
    await store.settle({...first.delivery, status: 'delivered'})
    await store.forget(Date.parse('2026-02-01T00:00:00Z'))
    expect((await store.eventsAfter(undefined, 10))?.events).toEqual([open, fresh])
    expect((await store.deliveriesOf(subscriber.id, undefined, 10)).map(each => each.event)).toEqual([fresh, open])
  })
})
