import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {createContext, runInContext} from '../../src/platform/context/request-context.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {type CallLimits, standardLimits} from '../../src/platform/outbound/call-limits.js'
import {createUpstream, type Upstream, type UpstreamRequest} from '../../src/platform/outbound/upstream.js'

type Behaviour = (request: IncomingMessage, response: ServerResponse) => unknown

const limits: CallLimits = {...standardLimits, total: 5000, perTry: 500, pause: 1, openFor: 400}
const good: Behaviour = (_request, response) => response.end('{"data": {"id": "1"}, "meta": {"version": "v1"}}')
const status =
  (code: number, body = ''): Behaviour =>
  (_request, response) =>
    response.writeHead(code).end(body)
const hang: Behaviour = () => {}
const cut: Behaviour = request => request.socket.destroy()

let server: Server
let calls: IncomingMessage[]
let behaviours: Behaviour[]
let metrics: ReturnType<typeof createMetrics>
let url: string
let upstream: Upstream | undefined

beforeEach(async () => {
  calls = []
  behaviours = []
  metrics = createMetrics()
  server = createServer((request, response) => {
    calls.push(request)
    // The last behaviour is for all that come after.
    const behave = behaviours.length > 1 ? behaviours.shift() : behaviours[0]
    behave?.(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a TCP port has an address object.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await upstream?.close()
  upstream = undefined
})

function send(request: Partial<UpstreamRequest> = {}, more: Partial<CallLimits> = {}) {
  const logger = createLogger({service: 'test', version: '0', level: 'silent'})
  upstream ??= createUpstream({name: 'other', url, service: 'test', metrics, logger, limits: {...limits, ...more}})
  return upstream.request({method: 'GET', path: '/', ...request})
}

test('an answer comes with all of its envelope', async () => {
  behaviours = [
    status(
      200,
      '{"data": [1], "meta": {"pagination": {"total": 9}}, "warnings": [{"code": "STALE_CACHE", "message": "Old."}]}',
    ),
  ]
  expect(await send()).toMatchObject({
    ok: true,
    data: [1],
    meta: {pagination: {total: 9}},
    warnings: [{code: 'STALE_CACHE'}],
  })
})

test('204 has no data and is fine', async () => {
  behaviours = [status(204)]
  expect(await send({method: 'DELETE'})).toMatchObject({ok: true, status: 204, data: undefined})
})

test('a refusal is an answer, is not tried again, and opens nothing', async () => {
  behaviours = [status(404, '{"errors": [{"code": "MEMBER_NOT_FOUND"}], "meta": {}}')]
  for (let time = 0; time < 20; time += 1) {
    expect(await send()).toMatchObject({ok: false, status: 404, codes: ['MEMBER_NOT_FOUND']})
  }
  expect(calls).toHaveLength(20)
})

describe('tries', () => {
  test('a request that changes nothing is repeated until it works', async () => {
    behaviours = [status(500), cut, good]
    expect(await send()).toMatchObject({ok: true, data: {id: '1'}})
    expect(calls).toHaveLength(3)
  })

  test('one request causes four calls at most', async () => {
    behaviours = [status(503)]
    await expect(send()).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE', status: 502})
    expect(calls).toHaveLength(4)
  })

  test('a POST is sent once, unless a key makes it safe', async () => {
    behaviours = [status(500)]
    await expect(send({method: 'POST', body: {}})).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE'})
    expect(calls).toHaveLength(1)
    behaviours = [status(500), good]
    expect(await send({method: 'POST', body: {}, idempotencyKey: 'k'})).toMatchObject({ok: true})
    expect(calls).toHaveLength(3)
    expect(calls[2]?.headers['idempotency-key']).toBe('k')
  })

  test.each<[string, string, Behaviour]>([
    ['text', 'UPSTREAM_BAD_RESPONSE', status(200, 'hello')],
    ['JSON without envelope', 'UPSTREAM_BAD_RESPONSE', status(200, '{"id": 1}')],
    ['half an answer', 'UPSTREAM_TIMEOUT', (_request, response) => response.writeHead(200).write('{"data"')],
    ['a cut connection', 'UPSTREAM_BAD_RESPONSE', cut],
  ])('%s becomes %s', async (_what, code, behave) => {
    behaviours = [behave]
    await expect(send({method: 'POST'})).rejects.toMatchObject({code})
  })
})

describe('time', () => {
  test('a try that takes too long is given up', async () => {
    behaviours = [hang, good]
    expect(await send()).toMatchObject({ok: true})
    expect(calls).toHaveLength(2)
  })

  test('all tries together have a limit', async () => {
    behaviours = [hang]
    const started = performance.now()
    const impatient = {total: 300, perTry: 3000}
    await expect(send({}, impatient)).rejects.toMatchObject({code: 'UPSTREAM_TIMEOUT', status: 504})
    // Not even one try had its time.
    expect(performance.now() - started).toBeLessThan(2500)
    expect(calls).toHaveLength(1)
  })

  test('nobody to connect to is no answer', async () => {
    server.close()
    await expect(send({method: 'POST'})).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE'})
  })

  test('a caller who leaves ends the call and speaks not against the upstream', async () => {
    behaviours = [hang]
    const controller = new AbortController()
    const context = createContext({}, {requestId: 'r', signal: () => controller.signal})
    const left = runInContext(context, () => send({}, {trip: {...limits.trip, consecutive: 1}}))
    await vi.waitFor(() => expect(calls).toHaveLength(1))
    controller.abort()
    await expect(left).rejects.toThrow()
    behaviours = [good]
    expect(await send()).toMatchObject({ok: true})
  })
})

describe('the breaker', () => {
  const state = async () => (await metrics.breakerState.get()).values[0]?.value

  test('opens after five failures, lets one probe through, and closes', async () => {
    behaviours = [status(500)]
    await expect(send()).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE'})
    await expect(send()).rejects.toMatchObject({code: 'CIRCUIT_OPEN'})
    expect([calls.length, await state()]).toEqual([5, 2])

    await expect(send()).rejects.toMatchObject({code: 'CIRCUIT_OPEN'})
    expect(calls).toHaveLength(5)

    await sleep(limits.openFor + 20)
    behaviours = [good]
    expect(await send()).toMatchObject({ok: true})
    expect([calls.length, await state()]).toEqual([6, 0])
  })

  test('opens for the group of operations that fails, not for all', async () => {
    behaviours = [status(500)]
    await send({group: 'a'}).catch(() => {})
    await expect(send({group: 'a'})).rejects.toMatchObject({code: 'CIRCUIT_OPEN'})
    behaviours = [good]
    expect(await send({group: 'b'})).toMatchObject({ok: true})
  })
})

test('more calls than fit wait, and more than may wait are refused', async () => {
  let answer: () => void = () => {}
  const open = new Promise<void>(resolve => {
    answer = resolve
  })
  behaviours = [
    async (request, response) => {
      await open
      good(request, response)
    },
  ]
  const patient = {concurrent: 2, queued: 1, perTry: 5000, total: 5000}
  const accepted = [send({}, patient), send(), send()]
  await expect(send()).rejects.toMatchObject({code: 'SERVICE_UNAVAILABLE', status: 503})
  await vi.waitFor(() => expect(calls).toHaveLength(2))
  answer()
  expect((await Promise.all(accepted)).every(({ok}) => ok)).toBe(true)
  expect(calls).toHaveLength(3)
})

test('the ids of the flow go along', async () => {
  behaviours = [good]
  const trace = '0af7651916cd43dd8448eb211c80319c'
  const context = createContext(
    {'x-correlation-id': 'flow-1', traceparent: `00-${trace}-b7ad6b7169203331-01`, tracestate: 'a=b'},
    {requestId: '5f0c0000-0000-4000-8000-000000000001', signal: () => new AbortController().signal},
  )
  await runInContext(context, () => send({headers: {'x-correlation-id': 'overwritten', 'x-extra': 'kept'}}))
  const {headers} = calls[0] ?? {}
  expect(headers).toMatchObject({
    'x-correlation-id': 'flow-1',
    'x-platform': 'service',
    'x-service-name': 'test',
    'x-extra': 'kept',
    tracestate: 'a=b',
  })
  expect(headers?.['traceparent']).toMatch(new RegExp(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`))
  expect(headers?.['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(headers?.['x-request-id']).not.toBe(context.requestId)
})
