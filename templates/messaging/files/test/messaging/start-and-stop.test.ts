import {beforeEach, describe, expect, test} from 'vitest'
import {createEventPublisher} from '../../src/messaging/event-publisher.js'
import {createMemoryBroker} from '../../src/messaging/memory-broker.js'
import {createOutgoingEvents} from '../../src/messaging/outgoing-events.js'
import type {MessageBroker} from '../../src/platform/messaging/message-broker.js'
import {logger, onSent, type Parcels, parcelsThrough, sent} from './parcels.js'
import {waitFor} from './wait-for.js'

let parcels: Parcels
beforeEach(() => {
  parcels = parcelsThrough(createMemoryBroker())
})

describe('what is wrong with the code is told when it starts', () => {
  const {handlers} = onSent()
  test.each([
    ['an operation that is not there', 'onNothing', handlers, 'no operation "onNothing"'],
    ['an operation that sends', 'sendParcel', handlers, 'no operation "sendParcel" that receives'],
    ['a type without a handler', 'onParcel', {ParcelSent: handlers.ParcelSent}, '"ParcelLost"'],
    ['a handler too many', 'onParcel', {...handlers, ParcelEaten: handlers.ParcelSent}, '"ParcelEaten"'],
  ])('%s', async (_, operation, given, sentence) => {
    expect(() => parcels.consumer().handle(operation, given)).toThrow(sentence)
  })

  test('handlers that would replace others', () => {
    const consumer = parcels.consumer()
    consumer.handle('onParcel', handlers)
    expect(() => consumer.handle('onParcel', handlers)).toThrow('has handlers already')
  })
})

test('a service that stops finishes what it has begun and leaves the rest to others', async () => {
  let release: () => void = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  const first = onSent(async ({aggregateId}) => {
    if (aggregateId === 'begun') await held
    if (aggregateId === 'failing') throw new Error('Not now.')
  })
  const consumer = await parcels.listen(first.handlers)
  for (const id of ['begun', 'begun', 'failing']) await parcels.publisher.publish(sent(id))
  await waitFor('both lanes', () => first.got.length >= 2)
  const closed = consumer.close()
  release()
  await closed
  expect(await parcels.counted('handled')).toBe(1)
  const second = onSent()
  await parcels.listen(second.handlers)
  await waitFor('the rest', () => second.got.length === 2)
  expect(second.got.map(({aggregateId}) => aggregateId).sort()).toEqual(['begun', 'failing'])
  expect(await parcels.counted('dead')).toBe(0)
})

test('a broker that is away when the service starts is waited for', async () => {
  let away = true
  const late: MessageBroker = {
    ...parcels.broker,
    async subscribe(order) {
      if (away) throw new Error('Away.')
      return parcels.broker.subscribe(order)
    },
  }
  const patient = parcels.consumer({broker: late, atOnce: 1})
  const {got, handlers} = onSent()
  patient.handle('onParcel', handlers)
  const started = patient.start()
  await expect(patient.check()).rejects.toThrow('Not all operations')
  away = false
  await started
  await waitFor('it listens', () =>
    patient.check().then(
      () => true,
      () => false,
    ),
  )
  await parcels.publisher.publish(sent())
  await waitFor('the event', () => got.length === 1)
  await patient.close()
})

test('events that go out wait for a broker that is away, in their order', async () => {
  const published: string[] = []
  let away = true
  const flaky: Pick<MessageBroker, 'publish'> = {
    async publish({key, body}) {
      if (away) throw new Error('Away.')
      published.push(`${key} ${JSON.parse(Buffer.from(body).toString()).aggregateVersion}`)
    },
  }
  const {contract, metrics} = parcels
  const outgoing = createOutgoingEvents({
    publisher: createEventPublisher({broker: flaky, contract, metrics}),
    metrics,
    logger,
  })
  outgoing.add(sent('a', 1))
  outgoing.add(sent('a', 2))
  outgoing.add({...sent('a', 3), eventData: {}})
  away = false
  outgoing.add(sent('b', 1))
  await outgoing.close()
  expect(published).toEqual(['b 1', 'a 1', 'a 2'])
  // One broke its contract: it is told, and holds nothing up.
  expect(await parcels.counted('lost')).toBe(1)
})

test('an event is handled when what it has caused is published, and not before', async () => {
  let away = true
  const published: string[] = []
  const flaky: Pick<MessageBroker, 'publish'> = {
    async publish({key}) {
      if (away) throw new Error('Away.')
      published.push(key)
    },
  }
  const {contract, metrics} = parcels
  const outgoing = createOutgoingEvents({
    publisher: createEventPublisher({broker: flaky, contract, metrics}),
    metrics,
    logger,
  })
  const {got, handlers} = onSent(async ({aggregateId}) => outgoing.add(sent(`next to ${aggregateId}`)))
  await parcels.listen(handlers)
  await parcels.publisher.publish(sent('a'))
  await waitFor('it is begun', () => got.length === 1)
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(await parcels.counted('handled')).toBe(0)
  away = false
  await waitFor('it is handled', async () => (await parcels.counted('handled')) === 1)
  expect(published).toEqual(['next to a'])
})

test('events that can not go out in time are told of', async () => {
  const {contract, metrics} = parcels
  const never = createEventPublisher({
    broker: {
      publish: async () => {
        throw new Error('Away.')
      },
    },
    contract,
    metrics,
  })
  const outgoing = createOutgoingEvents({publisher: never, metrics, logger, most: 1, patience: 50})
  outgoing.add(sent('a'))
  outgoing.add(sent('b'))
  await outgoing.close()
  expect(await parcels.counted('lost')).toBe(2)
})
