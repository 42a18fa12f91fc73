import {afterEach, describe, expect, test} from 'vitest'
import {createMigrations} from '../../src/postgres/migrations.js'
import {createPostgresWebhookStore} from '../../src/postgres-webhooks/postgres-webhook-store.js'
import {createTestDatabase, serverMissing} from '../postgres-server.js'
import {until} from '../process.js'
import {startService} from '../service.js'
import {startReceiver} from '../webhooks/receiver.js'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'a service with webhooks in a database', () => {
  test('that dies has its subscriptions, and what it had in hand, carried on by the next one', async () => {
    const server = await createTestDatabase()
    open.push(() => server.drop())
    await createMigrations(server.open().tables).run()
    const instance = async () => {
      const database = server.open()
      const service = await startService({
        environment: {WEBHOOK_OPEN_ADDRESSES: 'true', WEBHOOK_TIMEOUT: '300'},
        resources: {
          webhookStore: createPostgresWebhookStore(database),
          transaction: work => database.transaction(work),
        },
      })
      open.push(() => service.close())
      return {service, die: () => database.close()}
    }
    let mute = true
    const receiver = await startReceiver(response => mute || response.writeHead(202).end())
    open.push(() => receiver.close())

    const first = await instance()
    const {body} = await first.service.send('/api/v1/webhooks', {
      method: 'POST',
      body: {url: receiver.url, eventTypes: ['WorkItemCreated']},
    })
    const {id} = await first.service.workItems.create({name: 'Before'})
    await until(() => receiver.received.length === 1)
    // It can not even note that it had no answer.
    await first.die()
    mute = false
    const second = await instance()
    await until(() => receiver.received.length === 2)
    const [before, after] = receiver.received.map(each => each.body.toString())
    expect([after, JSON.parse(after ?? '').data.workItemId]).toEqual([before, id])
    const kept = await second.service.send(`/api/v1/webhooks/${body.data.id}`)
    expect(kept.body.data).toMatchObject({url: receiver.url, status: 'active'})
    await second.service.workItems.create({name: 'After'})
    await until(() => receiver.received.length === 3)
  })

  test('tells nothing of a change that did not happen', async () => {
    const server = await createTestDatabase()
    open.push(() => server.drop())
    const database = server.open()
    await createMigrations(database.tables).run()
    const webhookStore = createPostgresWebhookStore(database)
    const service = await startService({
      environment: {WEBHOOK_OPEN_ADDRESSES: 'true'},
      resources: {
        webhookStore,
        transaction: work =>
          database.transaction(async () => {
            await work()
            throw new Error('The end of the transaction fails.')
          }),
      },
    })
    open.push(() => service.close())
    await expect(service.workItems.create({name: 'Never'})).rejects.toThrow('The end of the transaction fails.')
    expect(await webhookStore.eventsAfter(undefined, 10)).toEqual({events: [], hasMore: false})
  })
})
