import {beforeEach, describe, expect, test} from 'vitest'
import {createEvent} from '../../src/messaging/event.js'
import {eventMessage} from '../../src/messaging/event-message.js'
import {createMemoryBroker} from '../../src/messaging/memory-broker.js'
import {currentContext} from '../../src/platform/context/request-context.js'
import {onSent, type Parcels, parcelsThrough, sent} from './parcels.js'
import {waitFor} from './wait-for.js'

let parcels: Parcels
beforeEach(() => {
  parcels = parcelsThrough(createMemoryBroker())
})

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
    const {key, id, headers, body} = eventMessage(parcels.topic, event)
    expect([key, id]).toEqual(['p-7', event.eventId])
    expect(headers).toMatchObject({eventType: 'ParcelSent', correlationId: event.eventId, source: 'parcels'})
    expect(headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    expect(JSON.parse(Buffer.from(body).toString())).toEqual(event)
  })

  test('that breaks its contract is never published', async () => {
    const broken = {...sent(), eventData: {parcelId: 7}}
    const {publisher} = parcels
    await expect(publisher.publish(broken)).rejects.toThrow('"ParcelSent" breaks its contract: /eventData/parcelId')
    await expect(publisher.publish({...sent(), schemaVersion: '1.1'})).rejects.toThrow('/schemaVersion')
    await expect(publisher.publish({...sent(), eventData: {parcelId: '7', more: 1}})).rejects.toThrow('more')
    await expect(publisher.publish({...sent(), eventType: 'ParcelEaten'})).rejects.toThrow('"ParcelEaten"')
    expect(await parcels.counted('published')).toBe(0)
  })
})

describe('what is received', () => {
  test('is handled once, in the flow that it comes from', async () => {
    const flows: unknown[] = []
    const {got, handlers} = onSent(async () => {
      const {correlationId, requestId, traceParent, subject} = currentContext() ?? {}
      flows.push({correlationId, requestId, traceId: traceParent?.traceId, subject})
      const next = createEvent({eventType: 'A', aggregateId: '1', aggregateVersion: 1, eventData: {}}, 'billing')
      flows.push(next.metadata.causationId, next.metadata.userId)
    })
    await parcels.listen(handlers)
    const event = sent()
    const message = eventMessage(parcels.topic, {...event, metadata: {...event.metadata, userId: 'ann'}})
    await parcels.broker.publish(message)
    await waitFor('the event', async () => (await parcels.counted('handled')) === 1)
    expect(got).toHaveLength(1)
    const id = message.id
    expect(flows).toEqual([
      {correlationId: id, requestId: id, traceId: message.headers['traceparent']?.split('-')[1], subject: 'ann'},
      id,
      'ann',
    ])
  })

  test('twice is handled once', async () => {
    const {got, handlers} = onSent()
    await parcels.listen(handlers)
    const event = sent()
    await parcels.publisher.publish(event)
    await parcels.publisher.publish(event)
    await waitFor('the second', async () => (await parcels.counted('repeated')) === 1)
    expect(got).toHaveLength(1)
  })

  test('of one aggregate keeps its order, also when the first fails a few times; others go on', async () => {
    const done: string[] = []
    const {handlers} = onSent(async ({aggregateId, aggregateVersion}, {attempt}) => {
      if (aggregateVersion === 1 && aggregateId === 'slow' && attempt < 3) throw new Error('Not yet.')
      done.push(`${aggregateId} ${aggregateVersion}`)
    })
    await parcels.listen(handlers)
    for (const [id, version] of [
      ['slow', 1],
      ['slow', 2],
      ['quick', 1],
      ['slow', 3],
    ] as const)
      await parcels.publisher.publish(sent(id, version))
    await waitFor('all', () => done.length === 4)
    expect(done[0]).toBe('quick 1')
    expect(done.slice(1)).toEqual(['slow 1', 'slow 2', 'slow 3'])
  })

  test('of a type that is not meant for the operation is passed over', async () => {
    const {got, handlers} = onSent()
    await parcels.listen(handlers)
    await parcels.broker.publish({...eventMessage(parcels.topic, {...sent(), eventType: 'ParcelWeighed'})})
    await waitFor('the event', async () => (await parcels.counted('skipped')) === 1)
    expect(got).toEqual([])
  })

  test('of a later minor version is taken, with what is new in it', async () => {
    const {got, handlers} = onSent()
    await parcels.listen(handlers)
    await parcels.broker.publish(
      eventMessage(parcels.topic, {...sent(), schemaVersion: '1.4', eventData: {parcelId: '1', weight: 2}}),
    )
    await waitFor('the event', () => got.length === 1)
    expect(got[0]?.eventData).toEqual({parcelId: '1', weight: 2})
  })
})
