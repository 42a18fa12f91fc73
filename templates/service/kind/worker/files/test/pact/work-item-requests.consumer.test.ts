import {randomUUID} from 'node:crypto'
import {MatchersV3, MessageConsumerPact} from '@pact-foundation/pact'
import {expect, test} from 'vitest'
import {service} from '../../src/about.js'
import {eventContract} from '../../src/messaging/contract.js'
import {receivedEvent} from '../../src/messaging/received-event.js'
import {createMemoryWorkItemRepository} from '../../src/work-items/memory-work-item-repository.js'
import {createWorkItems} from '../../src/work-items/work-items.js'
import {onWorkItemRequested} from '../../src/worker/on-work-item-requested.js'

const {integer, like, regex, string, uuid} = MatchersV3

// What this service expects of those who ask for work items; `mesh pact test` writes it to pacts/.
const pact = new MessageConsumerPact({consumer: service, provider: 'storefront', dir: 'pacts', logLevel: 'error'})

test('a request for a work item is understood', async () => {
  const workItems = createWorkItems({
    repository: createMemoryWorkItemRepository(),
    directory: {hasMember: async () => true},
  })
  await pact
    .expectsToReceive('a request for a work item')
    .withContent({
      eventId: uuid('6f1c1f0c-52b5-4b8c-9b6a-0f8a4d0f5f10'),
      eventType: 'WorkItemRequested',
      schemaVersion: regex('^1\\.[0-9]+$', '1.0'),
      aggregateId: string('basket-1'),
      aggregateVersion: integer(1),
      eventData: like({name: 'From the shop'}),
      metadata: {
        correlationId: string('c-1'),
        timestamp: regex('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$', '2026-01-31T10:00:00.000Z'),
        source: 'storefront',
      },
    })
    .withMetadata({contentType: 'application/json', eventType: 'WorkItemRequested'})
    .verify(async ({contents}) => {
      const delivery = {
        topic: 'any',
        id: randomUUID(),
        key: 'basket-1',
        headers: {},
        body: Buffer.from(JSON.stringify(contents)),
        deliveries: 1,
        place: {partition: '0', offset: '0'},
        extend: async () => {},
      }
      const event = receivedEvent(delivery, 'WorkItemRequested', eventContract)
      await onWorkItemRequested(workItems)(event, {attempt: 1, signal: new AbortController().signal})
    })
  expect(await workItems.get('6f1c1f0c-52b5-4b8c-9b6a-0f8a4d0f5f10')).toMatchObject({name: 'From the shop'})
})
