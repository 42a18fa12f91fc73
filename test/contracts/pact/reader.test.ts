import {expect, test} from 'vitest'
import {readJson} from '../../../src/contracts/json/document.js'
import type {Pact} from '../../../src/contracts/pact/model.js'
import {isPact, readPactContract} from '../../../src/contracts/pact/reader.js'

function read(content: object): Pact {
  const text = JSON.stringify({consumer: {name: 'web'}, provider: {name: 'orders'}, ...content})
  const [document] = readJson({path: 'a.json', text}).documents
  if (document === undefined || !isPact(document.root)) throw new Error('It is no pact.')
  return readPactContract(document).document
}

const asked = (request: object, response: object = {status: 200}) =>
  read({interactions: [{description: 'a', request, response}]})

test('a query is a text in old pacts and a map in new ones; it may stand in the path, too', () => {
  const query = (request: object) => asked(request).requests[0]?.request.query.map(({name, texts}) => [name, ...texts])
  expect(query({path: '/a', query: 'b=1&b=2&c=%20'})).toEqual([
    ['b', '1', '2'],
    ['c', ' '],
  ])
  expect(query({path: '/a', query: {b: ['1', '2'], c: 'x'}})).toEqual([
    ['b', '1', '2'],
    ['c', 'x'],
  ])
  expect(query({path: '/a?b=1', query: null})).toEqual([['b', '1']])
  expect(asked({path: '/a?b=1'}).requests[0]?.request.path).toBe('/a')
})

test('bodies of version 4 have a type and an encoding', () => {
  const body = (content: unknown, headers?: object) => {
    const {value, mediaType, isPlaced} =
      asked({path: '/a'}, {status: 200, headers, body: content}).requests[0]?.response.body ?? {}
    return [value, mediaType, isPlaced]
  }
  expect(body({content: {a: 1}, contentType: 'application/json', encoded: false})).toEqual([
    {a: 1},
    'application/json',
    true,
  ])
  expect(body({content: '{"a":1}', contentType: 'application/json', encoded: 'JSON'})).toEqual([
    {a: 1},
    'application/json',
    false,
  ])
  expect(body({content: 'w7w=', contentType: 'text/plain', encoded: 'base64'})).toEqual(['ü', 'text/plain', false])
  expect(body({content: '%', contentType: 'image/png', encoded: 'base64'})).toEqual(['%', 'image/png', false])
  expect(body({content: 'a', b: 1})).toEqual([{content: 'a', b: 1}, undefined, true])
  expect(body('{"a":1}', {'content-type': ['application/json']})).toEqual([{a: 1}, 'application/json', false])
  expect(body('{broken', {'content-type': 'application/json'})).toEqual(['{broken', 'application/json', true])
})

test('messages stand in a list of their own or among the interactions; other kinds are left out', () => {
  const pact = read({
    messages: [{description: 'old', contents: {a: 1}, metaData: {topic: 'orders'}}],
    interactions: [
      {description: 'new', type: 'Asynchronous/Messages', contents: {content: {a: 2}, contentType: 'application/json'}},
      {description: 'a call', type: 'Synchronous/Messages', request: {}, response: []},
      {description: 'broken', request: 7},
    ],
  })
  expect(pact.requests).toEqual([])
  expect(pact.messages.map(({description, contents}) => [description, contents?.value])).toEqual([
    ['new', {a: 2}],
    ['old', {a: 1}],
  ])
  expect(pact.messages[1]?.metadata.map(({name, texts}) => [name, ...texts])).toEqual([['topic', 'orders']])
})
