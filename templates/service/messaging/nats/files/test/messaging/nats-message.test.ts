import type {JsMsg} from '@nats-io/jetstream'
import {headers as createHeaders} from '@nats-io/transport-node'
import {expect, test} from 'vitest'
import {deliveryOf, headersOf} from '../../src/nats-messaging/nats-message.js'

/** As far as a delivery is made of it. */
const incoming = (more: Partial<JsMsg> = {}, seq = 7): JsMsg =>
  ({data: Buffer.from('{}'), seq, info: {stream: 'orders', deliveryCount: 2}, ...more}) as JsMsg

test('a message is read as it was written', () => {
  const headers = headersOf({topic: 't', id: 'm-1', key: 'k/ü', headers: {eventType: 'A'}, body: Buffer.alloc(0)})
  headers.set('Nats-Msg-Id', 'm-1')
  expect(deliveryOf('t', incoming({headers}))).toMatchObject({
    id: 'm-1',
    key: 'k/ü',
    headers: {eventType: 'A'},
    deliveries: 2,
    place: {partition: 'orders', offset: '7'},
  })
})

test('what others send without headers, or with a key written by hand, waits for nobody else', () => {
  const [one, two] = [deliveryOf('t', incoming()), deliveryOf('t', incoming({}, 8))]
  expect(one).toMatchObject({id: 'orders/7', key: 'orders/7', headers: {}})
  expect(two.key).not.toBe(one.key)
  const headers = createHeaders()
  headers.set('x-message-key', '100%')
  expect(deliveryOf('t', incoming({headers}))).toMatchObject({id: 'orders/7', key: '100%'})
})
