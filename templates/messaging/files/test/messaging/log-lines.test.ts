import {expect, test} from 'vitest'
import {createMemoryBroker} from '../../src/messaging/memory-broker.js'
import {createOutgoingEvents} from '../../src/messaging/outgoing-events.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {onSent, parcelsThrough, sent} from './parcels.js'
import {waitFor} from './wait-for.js'

test('lines tell of events by their ids, and never what is in them', async () => {
  const lines: string[] = []
  const logger = createLogger({service: 'test', version: '0', level: 'debug'}, {write: line => void lines.push(line)})
  const parcels = parcelsThrough(createMemoryBroker())
  const {handlers} = onSent(async () => {
    throw new Error('Not now.')
  })
  const consumer = await parcels.listen(handlers, {logger})
  const event = {...sent('p-1'), eventData: {parcelId: 'hunter2'}}
  await parcels.publisher.publish(event)
  const body = Buffer.from('{"password": "hunter2"')
  const nonsense = {topic: parcels.topic, id: 'm-1', key: 'p-2', headers: {eventType: 'ParcelSent'}, body}
  await parcels.broker.publish(nonsense)
  await waitFor('both dead letters', async () => (await parcels.counted('dead')) === 2)
  await consumer.close()

  const {publisher, metrics} = parcels
  const outgoing = createOutgoingEvents({publisher, metrics, logger})
  outgoing.add({...event, eventData: {parcelId: 'hunter2', more: 'hunter2'}})
  await outgoing.close()
  expect(await parcels.counted('lost')).toBe(1)

  const told = lines.join('')
  expect(told).not.toContain('hunter2')
  expect(told).toContain(event.eventId)
  for (const text of ['it is tried again', 'it is a dead letter now', 'was not published']) expect(told).toContain(text)
})
