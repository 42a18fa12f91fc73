import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeEach, expect, test} from 'vitest'
import {load} from '../target/load.js'
import {startShop} from './shop.js'

const folder = mkdtempSync(join(tmpdir(), 'mesh-scenario-'))
const shop = await startShop()

afterAll(async () => {
  await shop.stop()
  rmSync(folder, {recursive: true, force: true})
})

beforeEach(() => {
  shop.seen.length = 0
})

writeFileSync(
  join(folder, 'openapi.yaml'),
  `
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
x-slo: {errorRate: 50%}
paths:
  /orders:
    post:
      operationId: createOrder
      x-loadtest: safe
      x-slo: {latency: {p50: 5s}}
      parameters:
        - {name: Idempotency-Key, in: header, required: true, schema: {type: string}}
        - {name: X-Region, in: header, required: true, schema: {type: string}, example: eu}
        - {name: source, in: query, required: true, schema: {type: string, enum: [web, app]}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object}
            examples: {one: {value: {item: A}}, two: {value: {item: B}}}
      responses: {'201': {description: made}}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: '^o-'}}]
    get:
      operationId: getOrder
      x-slo: {latency: {p50: 4s}}
      responses: {'200': {description: ok}}
    delete: {operationId: deleteOrder, responses: {'204': {description: gone}}}
  /{kind}/{id}:
    parameters:
      - {name: kind, in: path, required: true, schema: {type: string}}
      - {name: id, in: path, required: true, schema: {type: string}}
    get: {operationId: getThing, responses: {'200': {description: ok}}}
`,
)

function play(steps: string, request: object = {}) {
  const path = join(folder, 'scenario.yaml')
  writeFileSync(path, `contract: openapi.yaml\nscenarios:\n  buy:\n    steps:\n${steps}`)
  return load(shop.url, {scenario: path, rate: '20/s', ...request})
}

test('operations are filled from the contract, as far as the step does not say it, and judged by its objectives', async () => {
  const {figures} = await play(`
      - operation: createOrder
        query: {source: 'a b'}
        capture: {id: /data/id}
      - operation: getOrder
        path: {id: '{{ id }}'}
      - request: GET /orders/{{ id }}
`)
  expect(figures.errors).toEqual({})
  // Two steps are the same operation.
  expect(figures.operations.map(({name, requests}) => [name, requests])).toEqual([
    ['POST /orders', 20],
    ['GET /orders/{id}', 40],
  ])
  expect(figures.thresholds.map(({text}) => text)).toEqual([
    'errors<=50%',
    'POST /orders: p50<=5s',
    'GET /orders/{id}: p50<=4s',
  ])
  const posts = shop.seen.filter(({line}) => line.startsWith('POST'))
  expect(new Set(posts.map(({line}) => line))).toEqual(new Set(['POST /orders?source=a%20b']))
  expect(new Set(posts.map(({body}) => body))).toEqual(new Set(['{"item":"A"}', '{"item":"B"}']))
  expect(new Set(posts.map(({headers}) => headers['x-region']))).toEqual(new Set(['eu']))
  // A key that is sent twice would be answered from memory.
  expect(new Set(posts.map(({headers}) => headers['idempotency-key'])).size).toBe(21)
})

test('what the step gives wins, and its name', async () => {
  const {figures} = await play(
    `
      - operation: createOrder
        name: create
        query: {source: app}
        headers: {idempotency-key: mine, X-Region: us}
        body: {item: mine}
        expect: {status: 201}
`,
    {thresholds: ['create: p50<5s']},
  )
  expect(figures.operations).toMatchObject([{name: 'create', requests: 20}])
  const [first] = shop.seen
  expect(first).toMatchObject({
    line: 'POST /orders?source=app',
    headers: {'idempotency-key': 'mine', 'x-region': 'us', 'content-type': 'application/json'},
    body: '{"item":"mine"}',
  })
})

test('requests are known by the contract, and so is what may write', async () => {
  await play('      - {request: POST /orders, body: {}}\n')
  expect(shop.seen.length).toBe(21)
  await expect(play('      - {request: DELETE /orders/o-1}\n')).rejects.toThrow('is DELETE, which may change data')
  await expect(play('      - {request: POST /others}\n')).rejects.toThrow('is POST, which may change data')

  const {figures} = await play(
    '      - {request: GET /orders/o-1}\n      - {request: GET /others/o-1, expect: {status: [200, 404]}}\n',
  )
  expect(figures.operations.map(({name}) => name)).toEqual(['GET /orders/{id}', 'GET /{kind}/{id}'])
})

test('the contract of the target is that of its scenarios, and so is --contract', async () => {
  const path = join(folder, 'plain.yaml')
  writeFileSync(path, 'scenarios: {look: {steps: [{operation: getThing, path: {kind: things}}]}}')
  const config = {loadtest: {targets: {local: {url: shop.url, contract: 'openapi.yaml'}}}}
  const named = await load('local', {scenario: path, rate: '10/s'}, {config, root: folder})
  const given = await load(shop.url, {scenario: path, contract: join(folder, 'openapi.yaml'), rate: '10/s'})
  for (const {figures} of [named, given])
    expect(figures.operations).toMatchObject([{name: 'GET /{kind}/{id}', requests: 10}])
  expect(shop.seen[0]?.line).toMatch(/^GET \/things\/\w+$/)
})
