import {expect, test} from 'vitest'
import {type PactFile, readPact} from '../../src/pact/pacts/pact-file.js'
import {engineCopy, numberIn, numberInteractions} from '../../src/pact/verify/engine-copy.js'

function read(interactions: string, version = '3.0.0'): PactFile {
  const text = `{"consumer":{"name":"web"},"provider":{"name":"orders"},"interactions":${interactions},"metadata":{"pactSpecification":{"version":"${version}"}}}`
  const pact = readPact({path: 'a.json', text})
  if (!pact) throw new Error('It is a pact.')
  return pact
}

function copied(pact: PactFile): {interactions: Record<string, unknown>[]} {
  return JSON.parse(engineCopy(pact, numberInteractions([pact])))
}

test.each([
  ['without headers', '{"method":"GET"}', {method: 'GET', headers: {'x-mesh-interaction': '1'}}],
  ['that is empty', '{}', {headers: {'x-mesh-interaction': '1'}}],
  ['with no headers in it', '{"headers":{}}', {headers: {'x-mesh-interaction': '1'}}],
  ['with null for headers', '{"headers":null}', {headers: {'x-mesh-interaction': '1'}}],
  ['with headers', '{"headers":{"A":"b"}}', {headers: {'x-mesh-interaction': '1', A: 'b'}}],
])('a request %s gets the number of its interaction', (_what, request, expected) => {
  const pact = read(`[{"description":"x","request":${request},"response":{}}]`)
  expect(copied(pact).interactions[0]).toEqual({description: 'mesh-interaction-1', request: expected, response: {}})
})

test('headers of version 4 are lists', () => {
  const pact = read('[{"type":"Synchronous/HTTP","description":"x","request":{},"response":{}}]', '4.0')
  expect(copied(pact).interactions[0]?.request).toEqual({headers: {'x-mesh-interaction': ['1']}})
})

test('everything else stays byte for byte, also when descriptions come behind requests', () => {
  const pact = read(
    '[{"request":{"body":{"n":10.0}},"response":{"body":1E5},"description":"a \\"b\\""}, {"description":"c","request":{},"response":{}}]',
  )
  expect(engineCopy(pact, numberInteractions([pact]))).toBe(
    pact.source.text
      .replace('{"body":{"n"', '{"headers":{"x-mesh-interaction":"1"},"body":{"n"')
      .replace('"a \\"b\\""', '"mesh-interaction-1"')
      .replace(
        '"description":"c","request":{}',
        '"description":"mesh-interaction-2","request":{"headers":{"x-mesh-interaction":"2"}}',
      ),
  )
})

test('numbers go on from pact to pact', () => {
  const [one, other] = [
    read('[{"description":"x","request":{},"response":{}}]'),
    read('[{"description":"x","request":{},"response":{}}]'),
  ]
  const numbered = numberInteractions([one, other])
  expect(numbered.map(({number}) => number)).toEqual([1, 2])
  expect(engineCopy(other, numbered)).toContain('mesh-interaction-2')
  expect(engineCopy(other, numbered)).not.toContain('mesh-interaction-1')
})

test('the number is found in what the engine says', () => {
  expect(numberIn('Verifying a pact between web and orders Given a - mesh-interaction-12')).toBe(12)
  expect(numberIn('something else')).toBeUndefined()
})
