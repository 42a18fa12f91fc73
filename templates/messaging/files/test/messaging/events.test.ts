import {randomUUID} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeEach, describe, expect, test} from 'vitest'
import {createEvent, type DomainEvent} from '../../src/messaging/event.js'
import {createEventConsumer, type EventConsumer} from '../../src/messaging/event-consumer.js'
import {type EventContract, readEventContract} from '../../src/messaging/event-contract.js'
import type {EventHandler, EventHandlers} from '../../src/messaging/event-handler.js'
import {eventMessage} from '../../src/messaging/event-message.js'
import {createEventPublisher, type EventPublisher} from '../../src/messaging/event-publisher.js'
import {createMemoryBroker} from '../../src/messaging/memory-broker.js'
import {createMemorySeenEvents} from '../../src/messaging/memory-seen-events.js'
import {createMessagingMetrics} from '../../src/messaging/messaging-metrics.js'
import {createOutgoingEvents} from '../../src/messaging/outgoing-events.js'
import {redrive} from '../../src/messaging/redrive.js'
import {currentContext} from '../../src/platform/context/request-context.js'
import {ApiError} from '../../src/platform/errors/api-error.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import type {Delivery, Message} from '../../src/platform/messaging/message.js'
import type {MessageBroker} from '../../src/platform/messaging/message-broker.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {contractText} from './parcel-contract.js'
import {waitFor} from './wait-for.js'

const topic = 'business-events-parcels-v1'
const folder = mkdtempSync(join(tmpdir(), 'events-'))
writeFileSync(join(folder, 'asyncapi.yaml'), contractText)
afterAll(() => rmSync(folder, {recursive: true}))

let contract: EventContract
let broker: MessageBroker
let publisher: EventPublisher
let registry: ReturnType<typeof createMetrics>['registry']
let consumer: EventConsumer
const logger = createLogger({service: 'test', version: '0', level: 'silent'})

beforeEach(() => {
  contract = readEventContract(join(folder, 'asyncapi.yaml'))
  broker = createMemoryBroker()
  registry = createMetrics().registry
  const metrics = createMessagingMetrics(registry)
  publisher = createEventPublisher({broker, contract, metrics})
  consumer = open()
})

function open(): EventConsumer {
  const metrics = createMessagingMetrics(registry)
  const seen = createMemorySeenEvents()
  return createEventConsumer({broker, contract, seen, metrics, logger, service: 'billing', atOnce: 10})
}

const sent = (aggregateId = 'p-1', aggregateVersion = 1): DomainEvent =>
  createEvent({eventType: 'ParcelSent', aggregateId, aggregateVersion, eventData: {parcelId: aggregateId}}, 'parcels')

/** Handles ParcelSent, and collects what it was called with. */
const onSent = (handle: EventHandler = async () => {}) => {
  const got: DomainEvent<unknown>[] = []
  const handler: EventHandler = async (event, handling) => {
    got.push(event)
    await handle(event, handling)
  }
  return {got, handlers: {ParcelSent: handler, ParcelLost: handler}}
}

async function listen(by: EventConsumer, handlers: EventHandlers): Promise<void> {
  by.handle('onParcel', handlers)
  await by.start()
}

/** Those of the topic that nobody could handle. */
const deadLetters = async () => {
  const dead: Delivery[] = []
  await broker.subscribe({
    topic: `${topic}-dead-letter`,
    group: `look-${randomUUID()}`,
    atOnce: 10,
    receive: async delivery => void dead.push(delivery),
  })
  return dead
}

/** The value of a counter by its outcome. */
const counted = async (outcome: string): Promise<number> => {
  const {values = []} = (await registry.getSingleMetric('business_events_total')?.get()) ?? {}
  return values.filter(({labels}) => labels['outcome'] === outcome).reduce((sum, {value}) => sum + value, 0)
}

describe('an event', () => {
  test('has the envelope and the headers of the standard, and the key of its aggregate', () => {
    const event = sent('p-7', 3)
    expect(event).toEqual({
      eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      eventType: 'ParcelSent',
      schemaVersion: '1.0',
      aggregateId: 'p-7',
      aggregateVersion: 3,
      eventData: {parcelId: 'p-7'},
      metadata: {correlationId: event.eventId, timestamp: expect.stringMatching(/Z$/), source: 'parcels'},
    })
    const {key, id, headers, body} = eventMessage(topic, event)
    expect([key, id]).toEqual(['p-7', event.eventId])
    expect(headers).toMatchObject({eventType: 'ParcelSent', correlationId: event.eventId, source: 'parcels'})
    expect(headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    expect(JSON.parse(Buffer.from(body).toString())).toEqual(event)
  })

  test('that breaks its contract is never published', async () => {
    const broken = {...sent(), eventData: {parcelId: 7}}
    await expect(publisher.publish(broken)).rejects.toThrow('"ParcelSent" breaks its contract: /eventData/parcelId')
    await expect(publisher.publish({...sent(), schemaVersion: '1.1'})).rejects.toThrow('/schemaVersion')
    await expect(publisher.publish({...sent(), eventData: {parcelId: '7', more: 1}})).rejects.toThrow('more')
    await expect(publisher.publish({...sent(), eventType: 'ParcelEaten'})).rejects.toThrow('"ParcelEaten"')
    expect(await counted('published')).toBe(0)
  })
})

describe('what is received', () => {
  test('is handled once, in the flow that it comes from', async () => {
    const flows: unknown[] = []
    const {got, handlers} = onSent(async () => {
      const {correlationId, requestId, traceParent} = currentContext() ?? {}
      flows.push({correlationId, requestId, traceId: traceParent?.traceId})
      const next = createEvent({eventType: 'A', aggregateId: '1', aggregateVersion: 1, eventData: {}}, 'billing')
      flows.push(next.metadata.causationId)
    })
    await listen(consumer, handlers)
    const message = eventMessage(topic, sent())
    await broker.publish(message)
    await waitFor('the event', async () => (await counted('handled')) === 1)
    expect(got).toHaveLength(1)
    const id = message.id
    expect(flows).toEqual([
      {correlationId: id, requestId: id, traceId: message.headers['traceparent']?.split('-')[1]},
      id,
    ])
  })

  test('twice is handled once', async () => {
    const {got, handlers} = onSent()
    await listen(consumer, handlers)
    const event = sent()
    await publisher.publish(event)
    await publisher.publish(event)
    await waitFor('the second', async () => (await counted('repeated')) === 1)
    expect(got).toHaveLength(1)
  })

  test('of one aggregate keeps its order, also when the first fails a few times; others go on', async () => {
    const done: string[] = []
    const {handlers} = onSent(async ({aggregateId, aggregateVersion}, {attempt}) => {
      if (aggregateVersion === 1 && aggregateId === 'slow' && attempt < 3) throw new Error('Not yet.')
      done.push(`${aggregateId} ${aggregateVersion}`)
    })
    await listen(consumer, handlers)
    for (const [id, version] of [
      ['slow', 1],
      ['slow', 2],
      ['quick', 1],
      ['slow', 3],
    ] as const)
      await publisher.publish(sent(id, version))
    await waitFor('all', () => done.length === 4)
    expect(done[0]).toBe('quick 1')
    expect(done.slice(1)).toEqual(['slow 1', 'slow 2', 'slow 3'])
  })

  test('of a type that is not meant for the operation is passed over', async () => {
    const {got, handlers} = onSent()
    await listen(consumer, handlers)
    await broker.publish({...eventMessage(topic, {...sent(), eventType: 'ParcelWeighed'})})
    await waitFor('the event', async () => (await counted('skipped')) === 1)
    expect(got).toEqual([])
  })

  test('of a later minor version is taken, with what is new in it', async () => {
    const {got, handlers} = onSent()
    await listen(consumer, handlers)
    await broker.publish(eventMessage(topic, {...sent(), schemaVersion: '1.4', eventData: {parcelId: '1', weight: 2}}))
    await waitFor('the event', () => got.length === 1)
    expect(got[0]?.eventData).toEqual({parcelId: '1', weight: 2})
  })
})

describe('what can not be handled', () => {
  const bodies: readonly (readonly [string, string, string])[] = [
    ['no JSON', '{"eventId":', 'EVENT_MALFORMED'],
    ['no object', '[]', 'EVENT_MALFORMED'],
    ['not in the schema', '{"eventType":"ParcelSent"}', 'EVENT_INVALID'],
    ['of another major version', JSON.stringify({...sent(), schemaVersion: '2.0'}), 'EVENT_INVALID'],
  ]
  test.each(bodies)('because it is %s, is a dead letter at once, as it came', async (_, body, code) => {
    const {got, handlers} = onSent()
    await listen(consumer, handlers)
    const dead = await deadLetters()
    const sentMessage: Message = {...eventMessage(topic, sent()), body: Buffer.from(body)}
    await broker.publish(sentMessage)
    await waitFor('the dead letter', () => dead.length === 1)
    expect(Buffer.from(dead[0]?.body ?? []).toString()).toBe(body)
    expect(dead[0]?.key).toBe('p-1')
    expect(dead[0]?.headers).toMatchObject({
      ...sentMessage.headers,
      'x-original-topic': topic,
      'x-original-partition': '0',
      'x-original-offset': expect.stringMatching(/^\d+$/),
      'x-consumer-group': 'billing-parcel',
      'x-error-code': code,
      'x-attempts': '1',
      'x-failed-at': expect.stringMatching(/Z$/),
    })
    expect(got).toEqual([])
    expect(await counted('dead')).toBe(1)
  })

  test('after three more tries is a dead letter; a refusal is one at once', async () => {
    const {got, handlers} = onSent(async ({aggregateId}) => {
      if (aggregateId === 'refused') throw new ApiError('VALIDATION_FAILED', 'No.')
      throw new Error('A secret of ours.')
    })
    await listen(consumer, handlers)
    const dead = await deadLetters()
    await publisher.publish(sent('failing'))
    await publisher.publish(sent('refused'))
    await waitFor('both dead letters', () => dead.length === 2)
    const told = dead.map(({key, headers}) => [key, headers['x-error-code'], headers['x-attempts']])
    expect(told.sort()).toEqual([
      ['failing', 'INTERNAL_ERROR', '4'],
      ['refused', 'VALIDATION_FAILED', '1'],
    ])
    expect(got).toHaveLength(5)
    expect(JSON.stringify(dead.map(({headers}) => headers))).not.toContain('secret')
  })

  test('because it kills everybody who tries, is a dead letter, too', async () => {
    const {got, handlers} = onSent()
    const counting: MessageBroker = {
      ...broker,
      subscribe: order =>
        broker.subscribe({...order, receive: delivery => order.receive({...delivery, deliveries: 11})}),
    }
    const dead = await deadLetters()
    const seen = createMemorySeenEvents()
    const metrics = createMessagingMetrics(registry)
    const other = createEventConsumer({broker: counting, contract, seen, metrics, logger, service: 's', atOnce: 1})
    await listen(other, handlers)
    await publisher.publish(sent())
    await waitFor('the dead letter', () => dead.length === 1)
    expect(dead[0]?.headers).toMatchObject({'x-error-code': 'EVENT_ABANDONED', 'x-attempts': '11'})
    expect(got).toEqual([])
  })

  test('comes back once for each redrive, also when it dies again', async () => {
    const {handlers} = onSent(async () => {
      throw new ApiError('VALIDATION_FAILED', 'Never.')
    })
    await listen(consumer, handlers)
    await publisher.publish(sent('a'))
    await publisher.publish(sent('b'))
    await waitFor('the dead letters', async () => (await counted('dead')) === 2)
    // So that what dies from now on has died later.
    await new Promise(resolve => setTimeout(resolve, 5))
    expect(await redrive({broker, topic, limit: 10, quiet: 200, report: () => {}})).toBe(2)
    await waitFor('they die again', async () => (await counted('dead')) === 4)
    expect(await redrive({broker, topic, limit: 1, quiet: 200, report: () => {}})).toBe(1)
  })

  test('comes back by redrive, as it was, and is handled then', async () => {
    let broken = true
    const {got, handlers} = onSent(async () => {
      if (broken) throw new ApiError('VALIDATION_FAILED', 'No.')
    })
    await listen(consumer, handlers)
    const event = sent()
    await publisher.publish(event)
    await waitFor('the dead letter', async () => (await counted('dead')) === 1)
    broken = false
    const lines: string[] = []
    const order = {broker, topic, limit: 10, quiet: 200, report: (line: string) => void lines.push(line)}
    expect(await redrive(order)).toBe(1)
    await waitFor('it is handled', async () => (await counted('handled')) === 1)
    expect(got.at(-1)).toEqual(event)
    expect(lines).toEqual([expect.stringMatching(`^ParcelSent ${event.eventId}: VALIDATION_FAILED at `)])
    expect(await redrive(order)).toBe(0)
  })
})

describe('what is wrong with the code is told when it starts', () => {
  const {handlers} = onSent()
  test.each([
    ['an operation that is not there', 'onNothing', handlers, 'no operation "onNothing"'],
    ['an operation that sends', 'sendParcel', handlers, 'no operation "sendParcel" that receives'],
    ['a type without a handler', 'onParcel', {ParcelSent: handlers.ParcelSent}, '"ParcelLost"'],
    ['a handler too many', 'onParcel', {...handlers, ParcelEaten: handlers.ParcelSent}, '"ParcelEaten"'],
  ])('%s', async (_, operation, given, sentence) => {
    expect(() => consumer.handle(operation, given)).toThrow(sentence)
  })

  test('handlers that would replace others', () => {
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
  await listen(consumer, first.handlers)
  for (const id of ['begun', 'begun', 'failing']) await publisher.publish(sent(id))
  await waitFor('both lanes', () => first.got.length >= 2)
  const closed = consumer.close()
  release()
  await closed
  expect(await counted('handled')).toBe(1)
  const second = onSent()
  const other = open()
  await listen(other, second.handlers)
  await waitFor('the rest', () => second.got.length === 2)
  expect(second.got.map(({aggregateId}) => aggregateId).sort()).toEqual(['begun', 'failing'])
  expect(await counted('dead')).toBe(0)
})

test('a broker that is away when the service starts is waited for', async () => {
  let away = true
  const late: MessageBroker = {
    ...broker,
    async subscribe(order) {
      if (away) throw new Error('Away.')
      return broker.subscribe(order)
    },
  }
  const metrics = createMessagingMetrics(registry)
  const seen = createMemorySeenEvents()
  const patient = createEventConsumer({broker: late, contract, seen, metrics, logger, service: 's', atOnce: 1})
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
  await publisher.publish(sent())
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
  const metrics = createMessagingMetrics(registry)
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
  expect(await counted('lost')).toBe(1)
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
  const metrics = createMessagingMetrics(registry)
  const outgoing = createOutgoingEvents({
    publisher: createEventPublisher({broker: flaky, contract, metrics}),
    metrics,
    logger,
  })
  const {got, handlers} = onSent(async ({aggregateId}) => outgoing.add(sent(`next to ${aggregateId}`)))
  await listen(consumer, handlers)
  await publisher.publish(sent('a'))
  await waitFor('it is begun', () => got.length === 1)
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(await counted('handled')).toBe(0)
  away = false
  await waitFor('it is handled', async () => (await counted('handled')) === 1)
  expect(published).toEqual(['next to a'])
})

test('events that can not go out in time are told of', async () => {
  const metrics = createMessagingMetrics(registry)
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
  expect(await counted('lost')).toBe(2)
})
