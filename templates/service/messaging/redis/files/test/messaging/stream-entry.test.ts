import {expect, test} from 'vitest'
import {entriesIn, fieldsOf} from '../../src/redis-messaging/stream-entry.js'

/** Fields as Redis gives them back. */
const bytes = (...fields: (string | Buffer)[]) => fields.map(field => Buffer.from(field))

test('a message is read as it was written', () => {
  const message = {topic: 't', id: 'm-1', key: 'k/ü', headers: {eventType: 'A', odd: '"'}, body: Buffer.from([0, 255])}
  expect(entriesIn([['1-0', bytes(...fieldsOf(message))]], 't')).toEqual([{entryId: '1-0', message}])
})

test('what somebody else has written waits for nobody else, whatever it lacks', () => {
  const written = [
    ['1-0', bytes('id', 'm-2', 'body', '{}')],
    ['2-0', bytes('headers', '{"a": 1', 'unknown', 'x')],
    ['3-0', bytes('headers', '{"a": 1}', 'odd')],
    // Trimmed away, or no entry at all.
    ['4-0', null],
    null,
  ]
  const read = entriesIn(written, 't').map(({message: {id, key, headers, body}}) => [id, key, headers, String(body)])
  expect(read).toEqual([
    ['m-2', 'm-2', {}, '{}'],
    ['2-0', '2-0', {}, ''],
    ['3-0', '3-0', {a: '1'}, ''],
  ])
})
