import {beforeEach, describe, expect, test} from 'vitest'
import {eventMessage} from '../../src/messaging/event-message.js'
import {createMemoryBroker} from '../../src/messaging/memory-broker.js'
import {redrive} from '../../src/messaging/redrive.js'
import {ApiError} from '../../src/platform/errors/api-error.js'
import type {Message} from '../../src/platform/messaging/message.js'
import type {MessageBroker} from '../../src/platform/messaging/message-broker.js'
import {onSent, type Parcels, parcelsThrough, sent} from './parcels.js'
import {waitFor} from './wait-for.js'

let parcels: Parcels
beforeEach(() => {
  parcels = parcelsThrough(createMemoryBroker())
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
    await parcels.listen(handlers)
    const dead = await parcels.deadLetters()
    const sentMessage: Message = {...eventMessage(parcels.topic, sent()), body: Buffer.from(body)}
    await parcels.broker.publish(sentMessage)
    await waitFor('the dead letter', () => dead.length === 1)
    expect(Buffer.from(dead[0]?.body ?? []).toString()).toBe(body)
    expect(dead[0]?.key).toBe('p-1')
    expect(dead[0]?.headers).toMatchObject({
      ...sentMessage.headers,
      'x-original-topic': parcels.topic,
      'x-original-partition': '0',
      'x-original-offset': expect.stringMatching(/^\d+$/),
      'x-consumer-group': 'billing-parcel',
      'x-error-code': code,
      'x-attempts': '1',
      'x-failed-at': expect.stringMatching(/Z$/),
    })
    expect(got).toEqual([])
    expect(await parcels.counted('dead')).toBe(1)
  })

  test('after three more tries is a dead letter; a refusal is one at once', async () => {
    const {got, handlers} = onSent(async ({aggregateId}) => {
      if (aggregateId === 'refused') throw new ApiError('VALIDATION_FAILED', 'No.')
      throw new Error('A secret of ours.')
    })
    await parcels.listen(handlers)
    const dead = await parcels.deadLetters()
    await parcels.publisher.publish(sent('failing'))
    await parcels.publisher.publish(sent('refused'))
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
      ...parcels.broker,
      subscribe: order =>
        parcels.broker.subscribe({...order, receive: delivery => order.receive({...delivery, deliveries: 11})}),
    }
    const dead = await parcels.deadLetters()
    await parcels.listen(handlers, {broker: counting})
    await parcels.publisher.publish(sent())
    await waitFor('the dead letter', () => dead.length === 1)
    expect(dead[0]?.headers).toMatchObject({'x-error-code': 'EVENT_ABANDONED', 'x-attempts': '11'})
    expect(got).toEqual([])
  })

  test('comes back once for each redrive, also when it dies again', async () => {
    const {handlers} = onSent(async () => {
      throw new ApiError('VALIDATION_FAILED', 'Never.')
    })
    await parcels.listen(handlers)
    await parcels.publisher.publish(sent('a'))
    await parcels.publisher.publish(sent('b'))
    await waitFor('the dead letters', async () => (await parcels.counted('dead')) === 2)
    // So that what dies from now on has died later.
    await new Promise(resolve => setTimeout(resolve, 5))
    expect(await redrive({...parcels, limit: 10, quiet: 200, report: () => {}})).toBe(2)
    await waitFor('they die again', async () => (await parcels.counted('dead')) === 4)
    expect(await redrive({...parcels, limit: 1, quiet: 200, report: () => {}})).toBe(1)
  })

  test('comes back by redrive, as it was, and is handled then', async () => {
    let broken = true
    const {got, handlers} = onSent(async () => {
      if (broken) throw new ApiError('VALIDATION_FAILED', 'No.')
    })
    await parcels.listen(handlers)
    const event = sent()
    await parcels.publisher.publish(event)
    await waitFor('the dead letter', async () => (await parcels.counted('dead')) === 1)
    broken = false
    const lines: string[] = []
    const order = {...parcels, limit: 10, quiet: 200, report: (line: string) => void lines.push(line)}
    expect(await redrive(order)).toBe(1)
    await waitFor('it is handled', async () => (await parcels.counted('handled')) === 1)
    expect(got.at(-1)).toEqual(event)
    expect(lines).toEqual([expect.stringMatching(`^ParcelSent ${event.eventId}: VALIDATION_FAILED at `)])
    expect(await redrive(order)).toBe(0)
  })
})
