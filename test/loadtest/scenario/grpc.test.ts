import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {Metadata, Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status} from '@grpc/grpc-js'
import {loadSync} from '@grpc/proto-loader'
import {afterAll, beforeEach, expect, test} from 'vitest'
import {readProtoMethod} from '../../../src/loadtest/scenario/proto-method.js'
import {load} from '../target/load.js'
import {startShop} from './shop.js'

const protos = resolve('test/loadtest/scenario/proto')
const folder = mkdtempSync(join(tmpdir(), 'mesh-grpc-'))
const root = resolve('test/fixtures/tls')
const [key, cert] = ['key.pem', 'cert.pem'].map(name => readFileSync(join(root, name)))

type Call = ServerUnaryCall<Record<string, unknown>, Record<string, unknown>>
type Callback = sendUnaryData<Record<string, unknown>>

const calls: {readonly request: Record<string, unknown>; readonly metadata: Record<string, unknown>}[] = []
/** Codes that the next calls end with; `undefined` is none. */
const codes: (number | undefined)[] = []
let delay = 0
/** After so many calls each one takes 300 ms. */
let quick = Number.POSITIVE_INFINITY
/** Calls that are under way, and the most that were. */
let active = 0
let peak = 0

function answer(call: Call, callback: Callback): void {
  calls.push({request: call.request, metadata: call.metadata.getMap()})
  const code = codes.shift()
  peak = Math.max(peak, ++active)
  setTimeout(
    () => {
      active--
      if (code !== undefined) return callback({code, details: 'no'})
      const trailer = new Metadata()
      trailer.set('x-trailer', 'behind')
      const id = call.request['orderId'] || 'o-1'
      callback(
        null,
        {orderId: id, status: 'STATUS_OPEN', version: '9007199254740993', lines: call.request['lines'] ?? []},
        trailer,
      )
    },
    calls.length > quick ? 300 : delay,
  )
}

function startServer(credentials: ServerCredentials): Promise<{server: Server; port: number}> {
  const loaded = loadSync('orders.proto', {
    includeDirs: [protos, resolve('test/loadtest/scenario')],
    longs: String,
    enums: String,
    defaults: true,
  })
  const server = new Server({'grpc.max_concurrent_streams': 5})
  // What proto-loader makes of a service is what the server takes.
  server.addService(loaded['orders.v1.Orders'] as never, {GetOrder: answer, CreateOrder: answer})
  return new Promise((done, fail) =>
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? fail(error) : done({server, port}))),
  )
}

const plain = await startServer(ServerCredentials.createInsecure())
const shop = await startShop()

afterAll(async () => {
  plain.server.forceShutdown()
  await shop.stop()
  rmSync(folder, {recursive: true, force: true})
})

beforeEach(() => {
  calls.length = 0
  codes.length = 0
  delay = 0
  quick = Number.POSITIVE_INFINITY
})

function step(method: string, rest: string, url = `http://127.0.0.1:${plain.port}`): string {
  return `      - grpc: {proto: ${join(protos, 'orders.proto')}, method: orders.v1.Orders/${method}, url: '${url}', ${rest}}\n`
}

function play(steps: string, request: object = {}) {
  const path = join(folder, 'scenario.yaml')
  writeFileSync(path, `scenarios:\n  look:\n    steps:\n${steps}`)
  return load(shop.url, {
    scenario: path,
    rate: '20/s',
    'allow-writes': true,
    headers: ['Authorization: Bearer a'],
    ...request,
  })
}

test('unary calls beside requests of HTTP, with messages, metadata and captures', async () => {
  const {figures} = await play(
    `${step('CreateOrder', "message: {name: pen, lines: [{item_name: pen, count: 2, price: {units: '5'}}], byName: {a: {itemName: x}}}, metadata: {X-Shop: 'main-{{ $user }}'}")}        capture: {id: /orderId, name: /lines/0/itemName, trailer: {header: x-trailer}}
        expect: {json: {/status: STATUS_OPEN, /version: '9007199254740993', /lines/0/price/units: '5'}}
      - request: GET /{{ id }}/{{ name }}/{{ trailer }}
${step('GetOrder', "message: {orderId: '{{ id }}-again'}")}        expect: {status: 200}
`,
  )
  expect(figures).toMatchObject({
    statuses: {200: 60},
    errors: {},
    requests: {planned: 60, completed: 60},
  })
  expect(figures.operations.map(({name, requests, preflight}) => [name, requests, preflight])).toEqual([
    ['gRPC orders.v1.Orders/CreateOrder', 20, 200],
    ['GET /{id}/{name}/{trailer}', 20, 200],
    ['gRPC orders.v1.Orders/GetOrder', 20, 200],
  ])
  expect(calls).toHaveLength(42)
  expect(calls[0]?.request).toMatchObject({
    name: 'pen',
    lines: [{itemName: 'pen', count: 2, price: {units: '5'}}],
    byName: {a: {itemName: 'x'}},
  })
  expect(calls[0]?.metadata).toMatchObject({
    'x-shop': expect.stringMatching(/^main-\d+$/),
    authorization: 'Bearer a',
    'user-agent': expect.stringMatching(/^mesh-loadtest\//),
  })
  expect(calls[1]?.request).toEqual({orderId: 'o-1-again'})
  expect(shop.seen[0]?.line).toBe('GET /o-1/pen/behind')
}, 30_000)

test('more calls at once than a connection takes go by several', async () => {
  delay = 200
  const {figures} = await play(step('GetOrder', 'message: {}'), {rate: '100/s'})
  expect(figures).toMatchObject({statuses: {200: 100}, errors: {}})
  // A connection takes five, and no call waits for another one.
  expect(peak).toBeGreaterThan(5)
}, 30_000)

test('codes are told by their names; a limit is a limit, and a deadline is kept', async () => {
  codes.push(...Array(10), status.UNAVAILABLE, status.RESOURCE_EXHAUSTED, status.NOT_FOUND, 99)
  const {figures} = await play(step('GetOrder', 'message: {}'))
  expect(figures.errors).toEqual({'grpc UNAVAILABLE': 1, 'grpc NOT_FOUND': 1, 'grpc code 99': 1})
  expect(figures.statuses).toEqual({200: 16, 429: 1})
  expect(figures.errorRate).toBeCloseTo(3 / 20, 6)

  quick = calls.length + 10
  const late = (await play(step('GetOrder', 'message: {}, deadline: 100ms'))).figures
  expect(Object.keys(late.errors)).toEqual(['grpc DEADLINE_EXCEEDED'])
  expect(late.errors['grpc DEADLINE_EXCEEDED']).toBeGreaterThan(3)
  expect(late.latency.response.max).toBeGreaterThanOrEqual(100)
  // The server was told, too.
  expect(calls[0]?.metadata['grpc-timeout'] ?? '100m').toBe('100m')
}, 30_000)

test('certificates are verified, and a target may have its own', async () => {
  const {server, port} = await startServer(
    // Both files are there.
    ServerCredentials.createSsl(cert ?? null, [{private_key: key as Buffer, cert_chain: cert as Buffer}], true),
  )
  const url = `https://localhost:${port}`
  const path = join(folder, 'secure.yaml')
  const secure = (address: string) => {
    writeFileSync(path, `scenarios:\n  look:\n    steps:\n${step('GetOrder', 'message: {}', address)}`)
    const tls = {ca: 'cert.pem', cert: 'cert.pem', key: 'key.pem'}
    const config = {loadtest: {targets: {orders: {url, tls}}}}
    return load(shop.url, {scenario: path, rate: '20/s', timeout: '2s'}, {root, config})
  }
  const {figures} = await secure('orders')
  expect(figures).toMatchObject({statuses: {200: 20}})
  await expect(secure(url)).rejects.toThrow(
    /there is no answer \((DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)\)/,
  )
  server.forceShutdown()
}, 30_000)

test.each([
  [
    step('GetOrdr', 'message: {}'),
    /has no method "orders\.v1\.Orders\/GetOrdr"\. Did you mean "orders\.v1\.Orders\/GetOrder"\? \(\S+scenario\.yaml:4:\d+\)$/,
  ],
  [step('WatchOrders', 'message: {}'), /is a stream, not a unary method/],
  [
    step('CreateOrder', 'message: {lines: [{nam: a}]}'),
    /"lines\.nam" is no field of Line\. Did you mean|"lines\.nam" is no field of Line\./,
  ],
  [
    step('CreateOrder', 'message: {lines: [{count: many}]}'),
    /The message does not fit: what "count" has is no int32\. \(\S+scenario\.yaml:4:\d+\)$/,
  ],
  [step('GetOrder', "message: {orderId: '{{ id }}'}"), /asks for "\{\{ id \}\}", which nothing before it captures/],
  [
    step('GetOrder', 'message: {}, metadata: {grpc-timeout: 1s}'),
    /Metadata "grpc-timeout" is not for the caller to choose/,
  ],
  [
    step('GetOrder', 'message: {}', 'http://192.0.2.1:9'),
    /may not be loaded: mesh\.yaml does not name it\. \(\S+:4:\d+\)$/,
  ],
  [
    step('GetOrder', 'message: {}', 'http://127.0.0.1:9'),
    /went wrong in the pre-flight, before any load: there is no answer \(ECONNREFUSED\)/,
  ],
  [step('GetOrder', 'message: {}', shop.url), /there is no answer \((ECONNRESET|ERR_HTTP2_\w+|HPE_\w+)\)/],
])(
  '%s is refused',
  async (steps, message) => {
    await expect(play(steps, {timeout: '2s'})).rejects.toThrow(message)
  },
  30_000,
)

test('a call that may write has to be allowed', async () => {
  await expect(play(step('CreateOrder', 'message: {}'), {'allow-writes': false})).rejects.toThrow(
    'is a call of "orders.v1.Orders/CreateOrder", which may change data.',
  )
  await play(step('GetOrder', 'message: {}'), {'allow-writes': false})
  expect(calls.length).toBeGreaterThan(10)
})

test('imports that only bring options may be missing', async () => {
  const method = await readProtoMethod(join(protos, 'annotated.proto'), [], 'annotated.v1.Annotated/GetOrder')
  expect(method).toMatchObject({path: '/annotated.v1.Annotated/GetOrder', isSafe: false})
  expect(method.decode(method.encode({orderId: 'a'}))).toMatchObject({
    orderId: 'a',
    status: 'STATUS_UNSPECIFIED',
    version: '0',
  })

  const path = join(folder, 'lost.proto')
  writeFileSync(
    path,
    'syntax = "proto3"; import "lost/types.proto"; service A {rpc B(lost.Types) returns (lost.Types);}',
  )
  await expect(readProtoMethod(path, [], 'A/B')).rejects.toThrow(
    /cannot be used: no such type: lost\.Types.*; "lost\/types\.proto" was not found\.$/,
  )
})
