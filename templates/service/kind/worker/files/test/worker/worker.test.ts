import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {service as name} from '../../src/about.js'
import {createEvent, type DomainEvent} from '../../src/messaging/event.js'
import {eventMessage} from '../../src/messaging/event-message.js'
import {createMemoryBroker} from '../../src/messaging/memory-broker.js'
import type {Delivery} from '../../src/platform/messaging/message.js'
import type {MessageBroker} from '../../src/platform/messaging/message-broker.js'
import {createMemoryWorkItemRepository} from '../../src/work-items/memory-work-item-repository.js'
import type {WorkItemRepository} from '../../src/work-items/work-item-repository.js'
import {waitFor} from '../messaging/wait-for.js'
import {type ServiceOptions, startService, type TestService} from '../service.js'

const requests = 'integration-events-work-items-v1'
const changes = `business-events-${name}-v1`

const requested = (text: string, more: object = {}): DomainEvent<unknown> =>
  createEvent(
    {eventType: 'WorkItemRequested', aggregateId: text, aggregateVersion: 1, eventData: {name: text, ...more}},
    'storefront',
  )

let broker: MessageBroker
let service: TestService | undefined
let heard: DomainEvent[]
let dead: Delivery[]

beforeEach(async () => {
  broker = createMemoryBroker()
  heard = []
  dead = []
  const receive = async ({body}: Delivery) => void heard.push(JSON.parse(Buffer.from(body).toString()))
  await broker.subscribe({topic: changes, group: 'listener', atOnce: 100, receive})
  const bury = async (delivery: Delivery) => void dead.push(delivery)
  await broker.subscribe({topic: `${requests}-dead-letter`, group: 'undertaker', atOnce: 100, receive: bury})
})
afterEach(async () => {
  await service?.close()
  service = undefined
})

const start = async (options: ServiceOptions = {}): Promise<TestService> => {
  service = await startService({...options, resources: {messageBroker: broker}})
  return service
}
const ask = (event: DomainEvent<unknown>) => broker.publish(eventMessage(requests, event))

/** A repository that is slow, or fails now and then. */
const troubled = (trouble: () => Promise<void>): WorkItemRepository => {
  const repository = createMemoryWorkItemRepository()
  return {
    ...repository,
    async insert(workItem) {
      await trouble()
      await repository.insert(workItem)
    },
  }
}

describe('a request for a work item', () => {
  test('is met, and told, in the flow that it came from', async () => {
    const {workItems, send} = await start()
    expect((await send('/ready')).body.checks).toMatchObject({events: {status: 'healthy'}, broker: {status: 'healthy'}})
    const event = requested('One', {ownerId: 'm-1'})
    await ask(event)
    await waitFor('the change', () => heard.length === 1)
    expect(heard[0]).toMatchObject({
      eventType: 'WorkItemCreated',
      aggregateId: event.eventId,
      eventData: {name: 'One', ownerId: 'm-1'},
      metadata: {correlationId: event.metadata.correlationId, causationId: event.eventId, source: name},
    })
    expect(await workItems.get(event.eventId)).toMatchObject({name: 'One', version: 1})
  })

  test('is met once, however often it comes, also after a crash that left no note', async () => {
    const first = await start()
    const event = requested('One')
    await ask(event)
    await ask(event)
    await waitFor('the change', () => heard.length === 1)
    await first.close()
    // The next instance knows nothing of it but what is stored.
    const repository = createMemoryWorkItemRepository([await first.workItems.get(event.eventId)])
    const second = await start({repository})
    await ask(event)
    await ask(requested('Two'))
    await waitFor('the other', async () => (await second.workItems.list({page: 1, limit: 9})).total === 2)
    expect(heard.map(({eventData}) => eventData['name'])).toEqual(['One', 'Two'])
  })

  test('that is refused or broken ends as a dead letter, and holds up nobody', async () => {
    await start()
    await ask(requested('Of nobody', {ownerId: 'm-9'}))
    await broker.publish({...eventMessage(requests, requested('Garbage')), body: Buffer.from('{')})
    await ask(requested('Good'))
    await waitFor('all', () => heard.length === 1 && dead.length === 2)
    expect(dead.map(({headers}) => headers['x-error-code']).sort()).toEqual(['EVENT_MALFORMED', 'VALIDATION_FAILED'])
    expect(heard[0]?.eventData['name']).toBe('Good')
  })

  test('is tried again when the storage was away', async () => {
    let failures = 2
    const repository = troubled(async () => {
      if (failures-- > 0) throw new Error('Away.')
    })
    await start({repository})
    await ask(requested('Late'))
    await waitFor('the change', () => heard.length === 1)
    expect(dead).toEqual([])
  })

  test('waits while others are slow; no more are in hand than was asked for', async () => {
    let inHand = 0
    let most = 0
    const repository = troubled(async () => {
      inHand += 1
      most = Math.max(most, inHand)
      await sleep(30)
      inHand -= 1
    })
    const {metrics} = await start({repository, environment: {EVENTS_AT_ONCE: '4'}})
    for (let number = 0; number < 20; number++) await ask(requested(`Number ${number}`))
    const behind = await metrics.registry.metrics()
    expect(behind).toMatch(/message_lag\{topic="integration-events-work-items-v1",group="[^"]+-requested"\} (1\d|20)\n/)
    await waitFor('all', () => heard.length === 20)
    expect(most).toBe(4)
  })
})

test('a worker that stops in mid-load loses nothing and does nothing twice', async () => {
  const made: string[] = []
  const repository = troubled(() => sleep(20))
  const first = await start({repository, environment: {EVENTS_AT_ONCE: '5'}})
  const events = Array.from({length: 40}, (_, number) => requested(`Number ${number}`))
  for (const event of events) await ask(event)
  await waitFor('some', () => heard.length >= 5)
  await first.close()
  made.push(...heard.map(({aggregateId}) => aggregateId))
  expect(made.length).toBeLessThan(40)
  await start({repository})
  await waitFor('the rest', () => heard.length >= 40)
  expect(heard.map(({aggregateId}) => aggregateId).sort()).toEqual(events.map(({eventId}) => eventId).sort())
})
