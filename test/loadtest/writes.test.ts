import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {afterAll, beforeEach, expect, test} from 'vitest'
import {load} from './target/load.js'

interface Received {
  readonly line: string
  readonly type: string | undefined
  readonly key: string | undefined
  readonly body: string
}

const folder = mkdtempSync(join(tmpdir(), 'mesh-writes-'))
const contract = join(folder, 'openapi.yaml')
const received: Received[] = []

const server = createServer(async (request, response) => {
  const {method, url, headers} = request
  const key = headers['idempotency-key']?.toString()
  received.push({line: `${method} ${url}`, type: headers['content-type'], key, body: await text(request)})
  response.writeHead(method === 'POST' ? 201 : method === 'DELETE' ? 204 : 200).end()
})
await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
// It listens on a port.
const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, {recursive: true, force: true})
})

writeFileSync(
  contract,
  `
openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get: {responses: {'200': {description: ok}}}
    post:
      x-loadtest: safe
      parameters:
        - {name: Idempotency-Key, in: header, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Order'}
            examples:
              one: {value: {item: A, count: 1}}
              two: {value: {item: B, count: 2}}
      responses: {'201': {description: made}}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}, example: '7'}]
    put:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'200': {description: ok}}
    delete: {responses: {'204': {description: gone}}}
    patch:
      requestBody: {required: true, content: {application/xml: {}}}
      responses: {'200': {description: ok}}
components:
  schemas:
    Order:
      type: object
      required: [id, item, count]
      properties:
        id: {type: string, readOnly: true}
        item: {type: string, minLength: 2}
        count: {type: integer, minimum: 3}
`,
)

beforeEach(() => {
  received.length = 0
})

const lines = () => [...new Set(received.map(({line}) => line))].sort()

test('what the contract marks as safe is sent, with its examples in turn and a new key each time', async () => {
  const {figures} = await load(target, {contract, rate: '100/s'})
  expect(figures.operations.map(({name}) => name)).toEqual(['GET /orders', 'POST /orders'])
  expect(figures.statuses).toEqual({200: 50, 201: 50})
  expect(lines()).toEqual(['GET /orders', 'POST /orders'])
  const posts = received.filter(({line}) => line.startsWith('POST'))
  expect(new Set(posts.map(({body}) => body))).toEqual(new Set(['{"item":"A","count":1}', '{"item":"B","count":2}']))
  expect(new Set(posts.map(({type}) => type))).toEqual(new Set(['application/json']))
  // That of the pre-flight among them.
  expect(posts).toHaveLength(51)
  expect(new Set(posts.map(({key}) => key)).size).toBe(51)
})

test('all that writes is sent with --allow-writes, as far as bodies can be made', async () => {
  const {figures} = await load(target, {
    contract,
    rate: '100/s',
    'allow-writes': true,
    headers: ['Idempotency-Key: mine'],
  })
  expect(lines()).toEqual(['DELETE /orders/7', 'GET /orders', 'POST /orders', 'PUT /orders/7'])
  expect(figures.leftOut).toEqual([
    {operation: 'PATCH /orders/{id}', reason: 'its body is "application/xml"; only JSON is made.'},
  ])
  const [put] = received.filter(({line}) => line.startsWith('PUT'))
  // What only answers have is not made up.
  expect(JSON.parse(put?.body ?? '')).toEqual({item: expect.stringMatching(/^..+$/), count: 3})
  expect(new Set(received.filter(({line}) => line.startsWith('POST')).map(({key}) => key))).toEqual(new Set(['mine']))
})

test('a path with a method that writes has to be allowed', async () => {
  await expect(load(target, {paths: ['DELETE /orders/7']})).rejects.toThrow('asks for DELETE, which may change data')
  await expect(load(target, {paths: ['TRACE /'], 'allow-writes': true})).rejects.toThrow('TRACE, which is not sent')
  await load(target, {paths: ['DELETE /orders/7'], 'allow-writes': true, rate: '20/s'})
  expect(lines()).toEqual(['DELETE /orders/7'])
})

test('as much as it takes has bodies, too', async () => {
  await load(target, {contract, mode: 'max', duration: '300ms', connections: 2})
  const posts = received.filter(({line}) => line.startsWith('POST'))
  expect(posts.length).toBeGreaterThan(2)
  expect(posts.every(({body}) => body.startsWith('{"item":'))).toBe(true)
})

test('a mark that says something else is refused', async () => {
  const path = join(folder, 'marked.yaml')
  writeFileSync(
    path,
    'openapi: 3.1.0\ninfo: {title: a, version: 1.0.0}\npaths:\n  /a:\n    post: {x-loadtest: yes, responses: {}}\n',
  )
  await expect(load(target, {contract: path})).rejects.toThrow(
    /^"x-loadtest" of "POST \/a" is yes \(.*marked\.yaml:5:\d+\)\.$/,
  )
})
