import type {AsyncMessage} from 'rabbitmq-client'
import {describe, expect, test} from 'vitest'
import {deliveryOf, envelopeOf} from '../../src/rabbitmq-messaging/rabbit-message.js'

const message = {topic: 't', id: 'm-1', key: 'k', headers: {eventType: 'OrderLineShipped'}, body: Buffer.from([0, 255])}
const incoming: AsyncMessage = {
  body: Buffer.from('{}'),
  consumerTag: 'c',
  deliveryTag: 7,
  redelivered: false,
  exchange: 't',
  routingKey: 'order.created',
}

test('a message goes out durable, by what happened to what, at a time in seconds', () => {
  const before = Math.floor(Date.now() / 1000)
  const envelope = envelopeOf(message, 't')
  expect(envelope).toMatchObject({durable: true, messageId: 'm-1', routingKey: 'order-line.shipped', exchange: 't'})
  expect(envelope.timestamp).toBeGreaterThanOrEqual(before)
  expect(envelope.timestamp).toBeLessThanOrEqual(Date.now() / 1000)
})

describe('what others send', () => {
  test('without an id and a key waits for nobody else', () => {
    const [one, two] = [deliveryOf('t', incoming), deliveryOf('t', {...incoming, deliveryTag: 8})]
    expect(one).toMatchObject({id: 't/7', key: 't/7', headers: {}, deliveries: 1})
    expect(two.key).not.toBe(one.key)
    expect(deliveryOf('t', {...incoming, messageId: 'm-2'})).toMatchObject({id: 'm-2', key: 'm-2'})
  })

  test('may have headers that are no texts, and a body that the client has parsed', () => {
    const headers = {number: 7, nothing: null, list: ['a', 'b'], 'x-delivery-count': 2}
    expect(deliveryOf('t', {...incoming, headers, body: {id: 1}})).toMatchObject({
      headers: {number: '7', list: '["a","b"]'},
      body: Buffer.from('{"id":1}'),
      deliveries: 3,
    })
    expect(deliveryOf('t', {...incoming, headers}).headers).not.toHaveProperty('nothing')
  })
})
