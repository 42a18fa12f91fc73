import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {z} from 'zod'
import {readEnvironment} from '../../src/platform/config/environment.js'
import {platformSettings} from '../../src/platform/config/settings.js'
import {readContract} from '../../src/platform/contract/document.js'
import type {Operations} from '../../src/platform/contract/operation.js'
import type {ResponseCheck} from '../../src/platform/contract/response-check.js'
import {installRoutes} from '../../src/platform/contract/routes.js'
import {createServer} from '../../src/platform/http/server.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'

const contract = `
openapi: 3.1.0
info: {title: Trees, version: 1.0.0}
paths:
  /api/v1/trees/{treeId}:
    parameters:
      - {name: treeId, in: path, required: true, schema: {type: string}}
    post:
      operationId: growTree
      x-public: true
      parameters:
        - {name: depth, in: query, schema: {type: integer, default: 2}}
        - {name: X-Request-ID, in: header, schema: {type: string, format: uuid}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}
      responses:
        '200':
          content:
            application/json:
              schema:
                type: object
                required: [data, meta]
                properties:
                  data: {$ref: '#/components/schemas/Tree'}
                  meta: {type: object, additionalProperties: true}
        '422':
          content: {application/json: {schema: {type: object}}}
components:
  schemas:
    Tree:
      type: object
      additionalProperties: false
      required: [name]
      properties:
        name: {type: string}
        children: {type: array, items: {$ref: '#/components/schemas/Tree'}}
`

const folder = mkdtempSync(join(tmpdir(), 'contract-'))
afterAll(() => rmSync(folder, {recursive: true}))

async function serve(operations: Operations, responseCheck: ResponseCheck = 'fail', text = contract) {
  const file = join(folder, 'openapi.yaml')
  writeFileSync(file, text)
  const settings = readEnvironment(z.object(platformSettings), {NODE_ENV: 'test', MAX_EVENT_LOOP_DELAY: '0'})
  const logger = createLogger({service: 'test', version: '0', level: 'silent'})
  const app = await createServer({settings, logger, metrics: createMetrics()})
  installRoutes(app, {contract: readContract(file), operations, responseCheck, guard: async () => undefined})
  await app.ready()
  return (payload: unknown, headers = {}) =>
    app.inject({method: 'POST', url: '/api/v1/trees/oak', headers, payload: payload as object})
}

const tree = {name: 'root', children: [{name: 'leaf', children: []}]}

describe('a request', () => {
  test('reaches its operation with its parts, defaults filled in, though a schema refers to itself', async () => {
    let seen: unknown
    const send = await serve({
      growTree: async ({params, query, body, method, url}) => {
        seen = {params, query, body, method, url}
        return {status: 200, data: body}
      },
    })
    const response = await send(tree)
    expect(response.statusCode).toBe(200)
    expect(seen).toEqual({
      params: {treeId: 'oak'},
      query: {depth: 2},
      body: tree,
      method: 'POST',
      url: '/api/v1/trees/oak',
    })
    expect(response.json().data).toEqual(tree)
  })

  test('is told where in the depth it is wrong', async () => {
    const send = await serve({growTree: async ({body}) => ({status: 200, data: body})})
    const response = await send({name: 'root', children: [{name: 'leaf'}, {children: [{name: 1}]}]})
    expect(response.statusCode).toBe(422)
    const fields = response.json().errors.map(({field}: {field: string}) => field)
    expect(fields.sort()).toEqual(['children.1.children.0.name', 'children.1.name'])
  })

  test('is not refused for a malformed id, which is replaced', async () => {
    const send = await serve({growTree: async ({body}) => ({status: 200, data: body})})
    const response = await send(tree, {'x-request-id': 'not a uuid'})
    expect(response.statusCode).toBe(200)
    expect(response.json().meta.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('an answer', () => {
  const wrong: Operations = {growTree: async () => ({status: 200, data: {name: 'oak', secret: 'hidden'}})}

  test('that breaks the contract fails where that is wanted, and says how', async () => {
    const response = await (await serve(wrong))(tree)
    expect(response.statusCode).toBe(500)
    expect(response.json().errors[0]).toMatchObject({
      code: 'INTERNAL_ERROR',
      details: {violations: [expect.stringContaining('secret')]},
    })
  })

  test('of a status that is not declared fails, too', async () => {
    for (const result of [{status: 202, data: tree}, {status: 204}]) {
      const response = await (await serve({growTree: async () => result}))(tree)
      const violations = [`"growTree" does not declare status ${result.status}.`]
      expect(response.json().errors[0].details).toEqual({violations})
    }
  })

  test('never has a field that the contract lacks, not even in production', async () => {
    const response = await (await serve(wrong, 'off'))(tree)
    expect(response.statusCode).toBe(200)
    expect(response.body).not.toContain('hidden')
  })
})

describe('an operation that goes away', () => {
  const operations: Operations = {growTree: async ({body}) => ({status: 200, data: body})}
  const going = (sunset: string) =>
    contract.replace(
      '      x-public: true',
      `      x-public: true
      deprecated: true
      x-deprecated-at: 2026-01-31
      x-sunset: ${sunset}
      x-successor: /api/v2/trees`,
    )

  test('says so in every answer, and until when', async () => {
    const send = await serve(operations, 'fail', going("'2999-06-30T12:00:00Z'"))
    for (const response of [await send(tree), await send({})]) {
      expect(response.headers).toMatchObject({
        deprecation: '@1769817600',
        sunset: 'Sun, 30 Jun 2999 12:00:00 GMT',
        link: '</api/v2/trees>; rel="successor-version"',
      })
    }
  })

  test('is gone from that moment on, and still tells where to go', async () => {
    const send = await serve(operations, 'off', going('2026-02-01'))
    const response = await send(tree)
    expect([response.statusCode, response.json().errors[0].code]).toEqual([410, 'VERSION_SUNSET'])
    expect(response.headers['link']).toContain('/api/v2/trees')
  })

  test('has days that can be read, in their sequence', async () => {
    await expect(serve(operations, 'fail', going('soon'))).rejects.toThrow('"x-sunset" of "growTree" is no date.')
    await expect(serve(operations, 'fail', going('2025-12-31'))).rejects.toThrow('before it is deprecated')
  })
})

describe('an error', () => {
  const operations: Operations = {growTree: async ({body}) => ({status: 200, data: body})}

  test.each([
    ['application/problem+json, application/json', true],
    ['application/json, application/problem+json', true],
    ['application/json;q=0.5, application/problem+json', true],
    ['application/json, application/problem+json;q=0.5', false],
    ['application/json, application/problem+json;q=0', false],
    ['application/json', false],
    ['*/*', false],
  ])('for a caller who accepts "%s" is a problem: %s', async (accept, expected) => {
    const response = await (await serve(operations))({}, {accept})
    const type = expected ? 'application/problem+json' : 'application/json'
    expect([response.statusCode, response.headers['content-type']]).toEqual([422, `${type}; charset=utf-8`])
    expect(response.headers['vary']).toBe('Accept')
    expect('meta' in response.json()).toBe(!expected)
  })

  test('as a problem says all that the envelope says', async () => {
    const send = await serve(operations)
    const response = await send({}, {accept: 'application/json, application/problem+json'})
    expect(response.json()).toEqual({
      type: 'about:blank',
      title: 'Unprocessable Entity',
      status: 422,
      detail: '"name" is required.',
      instance: `urn:uuid:${response.headers['x-request-id']}`,
      code: 'VALIDATION_FAILED',
      retryable: false,
      errors: [
        {code: 'VALIDATION_FAILED', message: '"name" is required.', severity: 'low', retryable: false, field: 'name'},
      ],
    })
    // What goes well stays an envelope.
    expect((await send(tree, {accept: 'application/json, application/problem+json'})).json().data).toEqual(tree)
  })

  test('of a caller who reads nothing but problems is that nothing else can be sent', async () => {
    const response = await (await serve(operations, 'off'))(tree, {accept: 'application/problem+json'})
    expect([response.statusCode, response.json().code]).toEqual([406, 'NOT_ACCEPTABLE'])
  })
})

describe('a service does not start', () => {
  test('when an operation has no code', async () => {
    await expect(serve({})).rejects.toThrow('without code: growTree')
  })

  test('when code has no operation', async () => {
    const more = {growTree: async () => ({status: 200}), fellTree: async () => ({status: 204})}
    await expect(serve(more)).rejects.toThrow('fellTree')
  })

  test('when an operation is neither secured nor public', async () => {
    const open = contract.replace('x-public: true', 'description: Forgotten')
    await expect(serve({growTree: async () => ({status: 200})}, 'fail', open)).rejects.toThrow('x-public')
  })

  test('when a reference leads nowhere', async () => {
    const broken = contract.replace("schema: {$ref: '#/components/schemas/Tree'}", "schema: {$ref: '#/x/Bush'}")
    await expect(serve({growTree: async () => ({status: 200})}, 'fail', broken)).rejects.toThrow('Bush')
  })
})
