import {randomUUID} from 'node:crypto'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {service as name} from '../../src/about.js'
import {eventContract} from '../../src/messaging/contract.js'
import type {DomainEvent} from '../../src/messaging/event.js'
import {createMemoryBroker} from '../../src/messaging/memory-broker.js'
import {createContext, runInContext} from '../../src/platform/context/request-context.js'
import type {Delivery} from '../../src/platform/messaging/message.js'
import type {MessageBroker} from '../../src/platform/messaging/message-broker.js'
import {createMemoryWorkItemRepository} from '../../src/work-items/memory-work-item-repository.js'
import {workItemChange} from '../../src/work-items/work-item-changes.js'
import {createWorkItemFeed} from '../../src/work-items/work-item-feed.js'
import {createWorkItems} from '../../src/work-items/work-items.js'
import {startService, type TestService} from '../service.js'
import {waitFor} from './wait-for.js'

const eventOf = ({body}: Delivery): DomainEvent => JSON.parse(Buffer.from(body).toString())

describe('what happens to work items', () => {
  const changes: DomainEvent<unknown>[] = []
  const feed = createWorkItemFeed()
  feed.listen(change => changes.push(workItemChange(change, 'orders')))
  const repository = createMemoryWorkItemRepository()
  const workItems = createWorkItems({repository, feed, directory: {hasMember: async () => true}})
  beforeEach(() => void changes.splice(0))

  test('is told in events that keep their contract', async () => {
    const {id} = await workItems.create({name: 'One', description: 'First', ownerId: 'm-1'})
    await workItems.change(id, {name: 'Two', description: null}, {version: 1, from: 'body'})
    await workItems.remove(id)
    expect(
      changes.map(({eventType, aggregateId, aggregateVersion}) => [eventType, aggregateId, aggregateVersion]),
    ).toEqual([
      ['WorkItemCreated', id, 1],
      ['WorkItemUpdated', id, 2],
      ['WorkItemDeleted', id, 3],
    ])
    for (const change of changes) expect(eventContract.checkSent(change.eventType, change)).toEqual([])
    expect(changes.at(-1)?.eventData).toEqual({id})
  })

  test('belongs to the request that it comes from', async () => {
    const requestId = randomUUID()
    const context = createContext(
      {'x-correlation-id': 'flow-7'},
      {requestId, signal: () => new AbortController().signal},
    )
    context.subject = 'ann'
    await runInContext(context, () => workItems.create({name: 'One'}))
    expect(changes[0]?.metadata).toMatchObject({
      correlationId: 'flow-7',
      causationId: requestId,
      userId: 'ann',
      source: 'orders',
    })
    expect(eventContract.checkSent('WorkItemCreated', changes[0])).toEqual([])
  })

  test('is not told when it did not happen', async () => {
    await expect(workItems.remove(randomUUID())).rejects.toThrow('There is no work item')
    expect(changes).toEqual([])
  })
})

describe('a service', () => {
  let broker: MessageBroker
  let service: TestService
  let heard: Delivery[]
  beforeEach(async () => {
    broker = createMemoryBroker()
    heard = []
    const topic = `business-events-${name}-v1`
    const receive = async (delivery: Delivery) => void heard.push(delivery)
    await broker.subscribe({topic, group: 'listener', atOnce: 10, receive})
    service = await startService({resources: {messageBroker: broker}})
  })
  afterEach(() => service.close())

  test('says whether its broker can be used', async () => {
    const {body} = await service.send('/ready')
    expect(body.checks.broker).toEqual({status: 'healthy'})
  })

  test('tells what happened before it stops', async () => {
    const made = await service.workItems.create({name: 'Last'})
    await service.close()
    await waitFor('the event', () => heard.length === 1)
    expect(heard.map(eventOf)).toMatchObject([{eventType: 'WorkItemCreated', aggregateId: made.id}])
    const text = await service.metrics.registry.metrics()
    expect(text).toContain('business_events_total{event_type="WorkItemCreated",outcome="published"} 1')
    service = await startService()
  })
})
