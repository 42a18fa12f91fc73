import {expect, test} from 'vitest'
import {deliveryOf, outgoing} from '../../src/kafka-messaging/kafka-message.js'

/** Of a format that knows no headers. */
const incoming = {
  size: 2,
  key: Buffer.from('order 7/ü'),
  value: Buffer.from('{}'),
  timestamp: '1767225600000',
  attributes: 0,
  // More than a number of JavaScript can say exactly.
  offset: '9223372036854775807',
}

test('a message goes out with its id in a header and comes back as it was', () => {
  const message = {topic: 't', id: 'm-1', key: 'k', headers: {eventType: 'OrderCreated'}, body: Buffer.from([0, 255])}
  const {key, value, headers} = outgoing(message)
  const {size: _size, ...entry} = incoming
  const sent = {...entry, key: Buffer.from(String(key)), value: value as Buffer, headers: headers ?? {}}
  expect(deliveryOf('t', 2, sent)).toMatchObject({...message, place: {partition: '2', offset: incoming.offset}})
})

test('headers of others may be missing, texts, bytes, empty or several', () => {
  const headers = {text: 'a', bytes: Buffer.from('b'), none: undefined, several: [Buffer.from('c'), 'd'], empty: []}
  const {size: _size, ...entry} = incoming
  expect(deliveryOf('t', 0, {...entry, headers}).headers).toEqual({text: 'a', bytes: 'b', several: 'c'})
  const missing = {eventType: null} as unknown as Record<string, Buffer> // As the library gives what has no value.
  expect(deliveryOf('t', 0, {...entry, headers: missing}).headers).toEqual({})
  expect(deliveryOf('t', 0, incoming).headers).toEqual({})
})

test('what others send without key and value waits for nobody, and has an empty body', () => {
  const place = `t/0/${incoming.offset}`
  expect(deliveryOf('t', 0, {...incoming, key: null, value: null})).toMatchObject({
    id: place,
    key: place,
    body: Buffer.alloc(0),
  })
})
