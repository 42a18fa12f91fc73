import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterEach, describe, expect, test} from 'vitest'
import {schemaCompiler} from '../../../src/loadtest/conformance/compiled-schemas.js'
import {Choice} from '../../../src/loadtest/conformance/sampler.js'
import type {ConformanceResult} from '../../../src/loadtest/conformance/violation.js'
import {readContract} from '../../../src/loadtest/source/contract-file.js'
import {closeServers, type Handler, serve} from '../gateway/check.js'
import {load} from '../target/load.js'

afterEach(closeServers)

const contract = (version = '3.1.0') => `
openapi: ${version}
info: {title: Orders, version: '1'}
paths:
  /orders:
    get:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}
        '404': {description: none, content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}
components:
  schemas:
    Page:
      type: object
      additionalProperties: false
      required: [data, meta]
      properties:
        data: {type: array, items: {$ref: 'parts/order.yaml#/Order'}}
        meta: {type: object, properties: {processingTime: {type: number}}}
    Failure: {type: object, required: [errors], properties: {errors: {type: array, minItems: 1}}}
`

const parts = (nullable: string) => `
Order:
  type: object
  required: [id, price, secret]
  properties:
    id: {type: string}
    price: {type: number, minimum: 0}
    note: {${nullable}}
    secret: {type: string, writeOnly: true}
    token: {type: string}
`

function files(version = '3.1.0'): string {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-conformance-'))
  const file = join(folder, 'openapi.yaml')
  writeFileSync(file, contract(version))
  mkdirSync(join(folder, 'parts'))
  const nullable = version.startsWith('3.0') ? 'type: string, nullable: true' : "type: [string, 'null']"
  writeFileSync(join(folder, 'parts', 'order.yaml'), parts(nullable))
  return file
}

/** An answer with headers, and what of it is to be different. */
const answering =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    const text = typeof body === 'string' ? body : Buffer.isBuffer(body) ? body : JSON.stringify(body)
    response.writeHead(status, {'content-type': 'application/json', ...headers}).end(text)
  }

const order = {id: 'o-1', price: 3, note: null, token: 'a-token-of-somebody'}
const good = {data: [order], meta: {processingTime: 0.1}}

async function held(handler: Handler, version?: string) {
  const url = await serve(handler)
  const {report} = await load(url, {contract: files(version), conformance: true, rate: '100/s', duration: '500ms'})
  // As reportData makes it.
  return {report, result: report.data?.['conformance'] as ConformanceResult}
}

describe.each(['3.0.3', '3.1.0'])('answers of a contract of OpenAPI %s', version => {
  test('that keep to it pass, with what is written only left out and null where it may be', async () => {
    const {report, result} = await held(answering(200, good), version)
    expect(result.violations).toEqual([])
    expect(result.judged).toBeGreaterThanOrEqual(45)
    expect(report.findings).toEqual([])
    expect(report.lines?.map(({text}) => text)).toContainEqual(
      expect.stringMatching(/^Conformance: 5\d answers held against the contract, all as it says\.$/),
    )
  })

  test('that do not fail the run, each way once with an example', async () => {
    let asked = 0
    const {report, result} = await held((request, response, body) => {
      const isWrong = asked++ % 2 === 0
      const data = isWrong ? [order, {...order, price: 'three'}, {...order, price: 'four'}] : [order]
      return answering(200, {...good, data})(request, response, body)
    }, version)
    expect(report.outcome).toBe('fail')
    expect(result.violations).toHaveLength(1)
    const [violation] = result.violations
    expect(violation).toMatchObject({operation: 'GET /orders', status: 200, at: 'data[].price'})
    expect(violation?.problem).toMatch(/^has to be a number, not a string/)
    expect(violation?.count).toBeGreaterThan(15)
    expect(violation?.count).toBeLessThan(result.judged)
    expect(violation?.example.request).toBe('GET /orders')
    expect(violation?.example.body).toContain('"price":"three"')
    expect(violation?.example.body).not.toContain('a-token-of-somebody')
    expect(report.findings).toMatchObject([{rule: 'loadtest/conformance', severity: 'error'}])
    expect(report.summary).toMatch(/^Failed: 1 violation of the contract/)
  })
})

test.each<[string, Handler, string, RegExp]>([
  ['both', answering(200, {...good, errors: []}), '', /has both "data" and "errors"/],
  ['a status of its own', answering(418, {}), '', /has a status that the contract does not have/],
  [
    'another type',
    answering(200, '<p>', {'content-type': 'text/html'}),
    '',
    /is "text\/html"; the contract has "application\/json"/,
  ],
  ['half of JSON', answering(200, '{"data":'), '', /is no JSON, although its "Content-Type" says so/],
  ['nothing', answering(200, ''), '', /has no body/],
  [
    'a gateway without form',
    answering(502, {message: 'x'}),
    '',
    /is no error in the standard's form: it has no "errors"/,
  ],
  [
    'too long a time',
    answering(200, {...good, meta: {processingTime: 60_000}}),
    'meta.processingTime',
    /is more than the caller has waited/,
  ],
  [
    'a time below nothing',
    answering(200, {...good, meta: {processingTime: -1}}),
    'meta.processingTime',
    /is less than nothing/,
  ],
  [
    'what is not packed',
    answering(200, good, {'content-encoding': 'gzip'}),
    '',
    /is no such thing as its "Content-Encoding" says/,
  ],
])('%s is a violation', async (_what, handler, at, problem) => {
  const {result} = await held(handler)
  expect(result.violations.map(violation => [violation.at, violation.problem])).toContainEqual([
    at,
    expect.stringMatching(problem),
  ])
})

test('what is packed is unpacked, and what a gateway says in the form of the standard is none of the contract', async () => {
  const packed = await held(answering(200, gzipSync(JSON.stringify(good)), {'content-encoding': 'gzip'}))
  expect(packed.result.violations).toEqual([])
  const errors = [{code: 'RATE_LIMIT_EXCEEDED', message: 'm', severity: 'medium', retryable: true}]
  const limited = await held(answering(429, {errors, meta: {requestId: 'r'}}))
  expect(limited.result.violations).toEqual([])
  expect(limited.result.judged).toBeGreaterThan(10)
})

test('what cannot be held against a contract is told before anything is sent', async () => {
  const url = await serve(answering(200, good))
  await expect(load(url, {conformance: true})).rejects.toThrow(/there is none/)
  await expect(load(url, {conformance: true, contract: files(), mode: 'max'})).rejects.toThrow(
    /does not go with --mode max/,
  )
})

test('schemas are compiled where they stand, with references to other files', async () => {
  const file = files()
  const compiled = schemaCompiler(await readContract(file, join(file, '..'), []))
  const {document} = await readContract(file, join(file, '..'), [])
  const schema = document.operations[0]?.responses[0]?.content[0]?.schema
  const fits = schema && compiled(schema)
  expect(fits?.({data: [{...order, secret: 's'}], meta: {}})).toBe(true)
  expect(fits?.({data: [{...order, secret: 's', price: -1}], meta: {}})).toBe(false)
})

test('answers are chosen: the first of each kind, and then as many as there is time for', () => {
  let now = 0
  const choice = new Choice(() => now)
  const wanted = (operation: number, status: number, count: number) =>
    Array.from({length: count}, () => choice.wants(operation, status)).filter(Boolean).length
  expect(wanted(0, 200, 10_000)).toBe(100)
  expect(wanted(0, 500, 50)).toBe(20)
  now = 500
  expect(wanted(0, 200, 10_000)).toBe(50)
  now = 60_000
  expect(wanted(1, 200, 10_000)).toBe(100)
})
