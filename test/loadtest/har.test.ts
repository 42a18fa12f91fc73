import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {harScenario} from '../../src/loadtest/source/har-scenario.js'
import {load} from './target/load.js'
import {startTarget} from './target/target.js'

const folder = mkdtempSync(join(tmpdir(), 'mesh-har-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const shop = 'https://shop.example.com'

function entry(method: string, url: string, more: {mimeType?: string; body?: string} = {}) {
  return {
    startedDateTime: '2026-11-21T12:00:00Z',
    request: {
      method,
      url,
      headers: [
        {name: 'Accept', value: 'application/json'},
        {name: 'Cookie', value: 'session=secret'},
        {name: 'Authorization', value: 'Bearer secret'},
        {name: ':authority', value: 'shop.example.com'},
      ],
      ...(more.body !== undefined && {postData: {mimeType: 'application/json', text: more.body}}),
    },
    response: {status: 200, content: {mimeType: more.mimeType ?? 'application/json'}},
  }
}

const recording = JSON.stringify({
  log: {
    version: '1.2',
    entries: [
      entry('GET', `${shop}/orders?page=1`),
      entry('GET', `${shop}/orders?page=2`),
      entry('GET', `${shop}/orders/17`),
      entry('GET', `${shop}/orders/3f2b8c1e-5d47-4a9b-8e61-0c7d9a2f4b53`),
      entry('GET', `${shop}/orders/latest`),
      entry('POST', `${shop}/orders`, {body: '{"item":"A"}'}),
      entry('GET', `${shop}/logo.png`, {mimeType: 'image/png'}),
      entry('GET', `${shop}/app.js`, {mimeType: 'text/javascript'}),
      entry('GET', 'https://metrics.example.org/beat'),
      entry('GET', 'data:text/plain,a', {mimeType: 'text/plain'}),
    ],
  },
})

const read = (origin: string, writes = false) => harScenario(recording, 'a.har', origin, '', writes)

test('requests that differ by an identifier are one operation, as often as they were recorded', () => {
  const {operations, leftOut} = read('http://127.0.0.1:3000')
  expect(operations).toEqual([
    {
      name: 'GET /orders',
      method: 'GET',
      paths: ['/orders?page=1', '/orders?page=2'],
      headers: {accept: 'application/json'},
      weight: 2,
      guessed: false,
    },
    expect.objectContaining({
      name: 'GET /orders/{id}',
      paths: ['/orders/17', '/orders/3f2b8c1e-5d47-4a9b-8e61-0c7d9a2f4b53'],
    }),
    expect.objectContaining({name: 'GET /orders/latest', weight: 1}),
  ])
  expect(leftOut).toEqual([{operation: 'POST /orders', reason: 'it may change data; --allow-writes sends it.'}])
})

test('what writes has its bodies, where it is allowed', () => {
  const post = read('http://127.0.0.1:3000', true).operations.find(({method}) => method === 'POST')
  expect(post).toMatchObject({name: 'POST /orders', paths: ['/orders'], bodies: ['{"item":"A"}']})
})

test('requests to the target itself win over those that are more', () => {
  expect(read('https://metrics.example.org').operations.map(({name}) => name)).toEqual(['GET /beat'])
})

test('a recording is sent to a target, without the session that it was made in', async () => {
  const har = join(folder, 'shop.har')
  writeFileSync(har, recording)
  const target = await startTarget({})
  const {figures} = await load(target.url, {har, rate: '100/s'})
  const seen = await target.stop()
  expect(figures.statuses).toEqual({200: 100})
  expect(Object.keys(seen.paths).sort()).toEqual([
    '/orders/17',
    '/orders/3f2b8c1e-5d47-4a9b-8e61-0c7d9a2f4b53',
    '/orders/latest',
    '/orders?page=1',
    '/orders?page=2',
  ])
  expect(JSON.stringify(seen)).not.toContain('secret')
}, 30_000)

test.each([
  ['{', 'is not valid JSON'],
  ['{"log": {}}', 'is no recording: '],
  ['{"log": {"entries": []}}', 'has no request to send.'],
  [JSON.stringify({log: {entries: [entry('POST', `${shop}/a`)]}}), 'has no request to send that changes no data.'],
])('%j is refused', (text, message) => {
  expect(() => harScenario(text, 'a.har', shop, '', false)).toThrow(message)
})

test('a recording and a contract are one too many', async () => {
  await expect(load('http://127.0.0.1:9', {har: 'a.har', contract: 'a.yaml'})).rejects.toThrow(
    'Both --har and --contract say what to send.',
  )
})
