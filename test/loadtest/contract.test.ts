import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {readContract} from '../../src/loadtest/source/contract-file.js'
import {contractScenario} from '../../src/loadtest/source/contract-scenario.js'
import {textFor} from '../../src/loadtest/source/pattern.js'
import {load} from './target/load.js'
import {startTarget} from './target/target.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-loadtest-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

function write(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, text)
  return path
}

async function scenarioOf(text: string, basePath = '') {
  return contractScenario(await readContract(write('openapi.yaml', text), folder, ['/health']), basePath)
}

/** A contract with one GET operation, whose parameters are given. */
const withParameters = (path: string, parameters: string) => `
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  ${path}:
    get:
      operationId: find
      parameters:
${parameters.replaceAll(/^/gm, '        ')}
      responses: {'200': {description: ok}}
`

describe('the operations of a contract', () => {
  const contract = `
openapi: 3.0.3
info: {title: Orders, version: '1'}
servers: [{url: 'https://{stage}.example.com/v1/', variables: {stage: {default: api}}}]
paths:
  /health: {get: {responses: {'200': {description: ok}}}}
  /orders:
    get: {operationId: listOrders, responses: {'200': {description: ok}}, x-slo: {weight: 3}}
    post: {operationId: createOrder, responses: {'201': {description: ok}}}
  /news:
    get: {responses: {'200': {description: ok, content: {text/event-stream: {}}}}}
  /off:
    get: {x-slo: {weight: 0}, responses: {'200': {description: ok}}}
  /orders/{id}:
    $ref: 'parts/order.yaml#/item'
`

  test('are its GET operations, with the path of the server and of files that it refers to', async () => {
    write(
      'parts/order.yaml',
      "item:\n  get:\n    operationId: getOrder\n    parameters:\n      - $ref: '#/id'\n    responses: {'200': {description: ok}}\nid: {name: id, in: path, required: true, schema: {type: string}, examples: {a: {value: 'A 1'}, b: {value: B/2}}}\n",
    )
    const {operations, leftOut} = await scenarioOf(contract)
    expect(operations).toMatchObject([
      {name: 'GET /orders', operationId: 'listOrders', paths: ['/v1/orders'], weight: 3, guessed: false},
      {name: 'GET /orders/{id}', operationId: 'getOrder', paths: ['/v1/orders/A%201', '/v1/orders/B%2F2'], weight: 1},
    ])
    expect(leftOut).toEqual([
      {operation: 'GET /news', reason: 'it answers with a stream of events, which has no end.'},
      {operation: 'GET /off', reason: 'its "x-slo.weight" is 0.'},
    ])
  })

  test('have the path of the target instead, when that has one', async () => {
    const {operations} = await scenarioOf(contract, '/gateway')
    expect(operations[0]?.paths).toEqual(['/gateway/orders'])
  })

  test('are left out when a file outside of the project describes them', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'mesh-outside-'))
    writeFileSync(join(outside, 'order.yaml'), "item: {get: {responses: {'200': {description: ok}}}}")
    const {operations} = await scenarioOf(contract.replace('parts/order.yaml', join(outside, 'order.yaml')))
    rmSync(outside, {recursive: true})
    expect(operations.map(({name}) => name)).toEqual(['GET /orders'])
  })

  test.each([
    ['not: a contract', 'it has no "openapi" at its top'],
    ["swagger: '2.0'", 'is an OpenAPI 2.0 contract'],
    ['openapi: 3.1.0\npaths: [', 'cannot be read'],
    ['', 'is empty'],
    ['openapi: 3.1.0\ninfo: {}\npaths: {}', 'has no operation to send'],
    [withParameters('/x/{id}', ''), 'its path parameter "id" is not described'],
  ])('%j is refused with a sentence', async (text, message) => {
    await expect(scenarioOf(text)).rejects.toThrow(message)
  })
})

describe('a parameter is given', () => {
  test.each([
    ['its example', '- {name: id, in: path, required: true, example: abc, schema: {type: string}}', '/x/abc', false],
    [
      'the example of its schema',
      '- {name: id, in: path, required: true, schema: {type: string, example: def}}',
      '/x/def',
      false,
    ],
    ['its default', '- {name: id, in: path, required: true, schema: {type: integer, default: 7}}', '/x/7', false],
    ['the first of its enum', '- {name: id, in: path, required: true, schema: {enum: [red, blue]}}', '/x/red', false],
    [
      'a number within its bounds',
      '- {name: id, in: path, required: true, schema: {type: integer, minimum: 1000, multipleOf: 7}}',
      '/x/1001',
      true,
    ],
    [
      'a number below an exclusive bound',
      '- {name: id, in: path, required: true, schema: {type: integer, exclusiveMaximum: 0}}',
      '/x/-1',
      true,
    ],
    [
      'a text of its format',
      '- {name: id, in: path, required: true, schema: {type: string, format: uuid}}',
      '/x/3f2b8c1e-5d47-4a9b-8e61-0c7d9a2f4b53',
      true,
    ],
    [
      'a text of its length',
      '- {name: id, in: path, required: true, schema: {type: string, minLength: 5, maxLength: 5}}',
      '/x/abcde',
      true,
    ],
  ])('%s', async (_, parameter, path, guessed) => {
    const {operations} = await scenarioOf(withParameters('/x/{id}', parameter))
    expect(operations[0]?.paths[0]).toBe(path)
    expect(operations[0]?.guessed).toBe(guessed)
  })

  test.each([
    ['- {name: q, in: query, required: true, example: a b&c}', '/x?q=a%20b%26c'],
    ['- {name: q, in: query, example: optional}', '/x'],
    ['- {name: q, in: query, required: true, example: [a, b], schema: {type: array}}', '/x?q=a&q=b'],
    ['- {name: q, in: query, required: true, explode: false, example: [a, b], schema: {type: array}}', '/x?q=a,b'],
    [
      '- {name: q, in: query, required: true, style: pipeDelimited, example: [a, b], schema: {type: array}}',
      '/x?q=a%7Cb',
    ],
    [
      '- {name: q, in: query, required: true, style: deepObject, example: {a: 1, b: x}, schema: {type: object}}',
      '/x?q%5Ba%5D=1&q%5Bb%5D=x',
    ],
    [
      '- {name: q, in: query, required: true, content: {application/json: {example: {a: 1}}}}',
      '/x?q=%7B%22a%22%3A1%7D',
    ],
  ])('in a query as the specification says: %s', async (parameter, path) => {
    const {operations} = await scenarioOf(withParameters('/x', parameter))
    expect(operations[0]?.paths[0]).toBe(path)
  })

  test('in headers and cookies, when it is required', async () => {
    const parameters =
      '- {name: X-Tenant, in: header, required: true, example: blue}\n- {name: s, in: cookie, required: true, schema: {type: string, enum: [a b]}}\n- {name: X-Trace, in: header, example: no}'
    const {operations} = await scenarioOf(withParameters('/x', parameters))
    expect(operations[0]?.headers).toEqual({'X-Tenant': 'blue', cookie: 's=a%20b'})
  })
})

describe('a text for a pattern', () => {
  test.each([
    String.raw`^[A-Z]{3}-\d{4,6}$`,
    '^ord_[0-9a-f]{12}$',
    '^(red|green|blue)$',
    String.raw`^\+?[1-9]\d{1,14}$`,
    '^[^a-zA-Z0-9]+$',
    String.raw`^v\d+\.\d+\.\d+(-[a-z]+)?$`,
    '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==)?$',
    String.raw`^([01]\d|2[0-3]):[0-5]\d$`,
    'b+a',
  ])('matches it: %s', pattern => {
    const text = textFor({format: undefined, patterns: [pattern], minLength: 1, maxLength: 100})
    expect(text).toMatch(new RegExp(pattern))
  })

  test('meets its length, too', () => {
    const text = textFor({format: undefined, patterns: ['^[a-z]+$'], minLength: 12, maxLength: 12})
    expect(text).toMatch(/^[a-z]{12}$/)
  })

  test('is none when none is found, rather than a wrong one', () => {
    expect(textFor({format: undefined, patterns: ['^(?=.*q)z$'], minLength: 0, maxLength: 9})).toBeUndefined()
    expect(textFor({format: undefined, patterns: ['['], minLength: 0, maxLength: 9})).toBeUndefined()
    expect(textFor({format: 'uuid', patterns: [], minLength: 0, maxLength: 9})).toBeUndefined()
  })
})

describe('the objectives of a contract', () => {
  const contract = `openapi: 3.1.0
info: {title: t, version: '1'}
x-slo:
  latency:
    p95: 50ms
  errorRate: 0.1%
  rate: 120/m
paths:
  /orders:
    get:
      operationId: listOrders
      x-slo:
        latency: {p99: 100ms}
      responses: {'200': {description: ok}}
`

  test('are thresholds with the place where they are stated', async () => {
    const {thresholds, rate} = await scenarioOf(contract)
    expect(rate).toBe(2)
    expect(thresholds).toMatchObject([
      {text: 'p95<=50ms', limit: 50, location: {start: {line: 5, column: 5}}},
      {text: 'errors<=0.1%', limit: 0.001, location: {start: {line: 6, column: 3}}},
      {text: 'GET /orders: p99<=100ms', operation: 'GET /orders', location: {start: {line: 13, column: 19}}},
    ])
  })

  test.each([
    ['p95: 50ms', 'p95: 50', 'has no unit'],
    ['p95: 50ms', 'p101: 50ms', 'has no figure "p101"'],
    [
      'errorRate: 0.1%',
      'errorrate: 0.1%',
      /"errorrate" at .*openapi\.yaml:6:14 is no objective\. Did you mean "errorRate"\?/,
    ],
    ['rate: 120/m', 'rate: lots', 'Rate "lots" is not understood'],
    ['latency: {p99: 100ms}', 'latency: 100ms', 'is no object of percentiles'],
    ['latency: {p99: 100ms}', 'weight: heavy', 'is no number of zero or more'],
  ])('are refused when they are wrong: %s as %s', async (right, wrong, message) => {
    await expect(scenarioOf(contract.replace(right, wrong))).rejects.toThrow(message)
  })
})

test('an operation whose made-up value is unknown to the target is left out; one with an example stays', async () => {
  const contract = write(
    'openapi.yaml',
    `openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /orders: {get: {operationId: listOrders, responses: {'200': {description: ok}}}}
  /guessed/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'200': {description: ok}}
  /stated/{id}:
    get:
      parameters: [{name: id, in: path, required: true, example: 5, schema: {type: integer}}]
      responses: {'200': {description: ok}}
`,
  )
  const target = await startTarget({statuses: {'/guessed/1': 404, '/stated/5': 404}})
  const {figures, report} = await load(target.url, {contract, rate: '100/s'}, {root: folder})
  await target.stop()
  expect(figures.operations.map(({name, requests}) => [name, requests])).toEqual([
    ['GET /orders', 50],
    ['GET /stated/{id}', 50],
  ])
  expect(figures.leftOut).toMatchObject([
    {operation: 'GET /guessed/{id}', reason: expect.stringContaining('answers 404 to the made-up value')},
  ])
  expect(figures.statuses).toEqual({200: 50, 404: 50})
  expect(figures.errorRate).toBe(0.5)
  expect(report.lines?.map(({text}) => text)).toContain('"GET /stated/{id}" answered 404 in the pre-flight.')
})
