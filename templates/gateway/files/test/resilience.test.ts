import type {AddressInfo} from 'node:net'
import {createServer} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {startGateway, type TestGateway} from './start-gateway.js'
import {closedPort, ok, sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let gateway: TestGateway

beforeEach(async () => {
  orders = await startUpstream()
  gateway = await startGateway(`
routes:
  - name: orders
    prefix: /api/v1/orders
    upstream: ${orders.url}
    timeout: 500ms
    concurrency: {running: 2, waiting: 1}
    breaker: {openFor: 400ms}
  - {name: patient, prefix: /api/v1/patient, upstream: "${orders.url}", breaker: {openFor: 400ms}}
`)
})

afterEach(async () => {
  await gateway.close()
  await orders.close()
})

/** Sends requests one after the other and gives their statuses. */
async function statuses(count: number, path = '/api/v1/orders'): Promise<number[]> {
  const result: number[] = []
  for (let time = 0; time < count; time++) result.push((await gateway.send(path)).status)
  return result
}

const fail = (_request: unknown, response: Parameters<typeof sendJson>[0]) => sendJson(response, 503, {errors: []})

describe('an upstream', () => {
  test('that is late is a 504 as soon as its time is over', async () => {
    orders.answer(() => undefined)
    const began = performance.now()
    const {status, codes, headers} = await gateway.send('/api/v1/orders')
    expect([status, codes]).toEqual([504, ['UPSTREAM_TIMEOUT']])
    expect(performance.now() - began).toBeGreaterThanOrEqual(490)
    expect(headers['x-request-id']).toBeDefined()
  })

  test('that is not there is a 502, and comes back without a restart of the gateway', async () => {
    await orders.close()
    const {status, codes, text} = await gateway.send('/api/v1/orders')
    expect([status, codes]).toEqual([502, ['UPSTREAM_BAD_RESPONSE']])
    expect(text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1/)
    orders = await startUpstream(ok, orders.port)
    expect(await statuses(1)).toEqual([200])
  })

  test('that hangs up without an answer is a 502', async () => {
    orders.answer(request => request.socket.destroy())
    expect(await gateway.send('/api/v1/orders')).toMatchObject({status: 502, codes: ['UPSTREAM_BAD_RESPONSE']})
  })

  test('that speaks something else than HTTP is a 502', async () => {
    const server = createServer(socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n')).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const {port} = server.address() as AddressInfo // It listens on a TCP port.
    const other = await startGateway(`routes: [{name: x, prefix: /x, upstream: "http://127.0.0.1:${port}"}]`)
    expect(await other.send('/x')).toMatchObject({status: 502, codes: ['UPSTREAM_BAD_RESPONSE']})
    await other.close()
    server.close()
  })

  test('is asked once, whatever it answers: others retry', async () => {
    orders.answer(fail)
    expect(await statuses(1)).toEqual([503])
    expect(orders.requests.length).toBe(1)
  })

  test('with two addresses does its work while one of them is down', async () => {
    const both = await startGateway(
      `routes: [{name: x, prefix: /x, upstream: ["http://127.0.0.1:${await closedPort()}", "${orders.url}"]}]`,
    )
    for (let time = 0; time < 20; time++) expect((await both.send('/x')).status).toBe(200)
    await both.close()
  })

  test('gets no more requests at a time than the route allows, and a few may wait', async () => {
    let running = 0
    let most = 0
    orders.answer((request, response) => {
      running += 1
      most = Math.max(most, running)
      setTimeout(() => {
        running -= 1
        ok(request, response)
      }, 100)
    })
    const answers = await Promise.all(Array.from({length: 5}, () => gateway.send('/api/v1/orders')))
    expect(answers.map(({status}) => status).sort()).toEqual([200, 200, 200, 503, 503])
    expect(answers.flatMap(({codes}) => codes)).toEqual(['SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE'])
    expect(most).toBe(2)
    // To be turned away is nothing that the breaker counts, and every place is free again.
    expect(await statuses(3)).toEqual([200, 200, 200])
  })
})

describe('the breaker', () => {
  test('opens after five failures in a row and then answers without the upstream', async () => {
    orders.answer(fail)
    expect(await statuses(5)).toEqual([503, 503, 503, 503, 503])
    // It would never answer, and it is not asked.
    orders.answer(() => undefined)
    const {status, codes, headers} = await gateway.send('/api/v1/orders')
    expect([status, codes]).toEqual([503, ['CIRCUIT_OPEN']])
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1)
    expect(orders.requests.length).toBe(5)
    expect(await gateway.metrics.registry.metrics()).toMatch(/upstream_breaker_state\{upstream="orders".*\} 2/)
  })

  test('opens for timeouts and for connections that fail', async () => {
    orders.answer(() => undefined)
    expect(await statuses(2)).toEqual([504, 504])
    await orders.close()
    expect(await statuses(4)).toEqual([502, 502, 502, 503])
    orders = await startUpstream()
  })

  test('lets exactly one request through when its time is over, and closes when that one succeeds', async () => {
    orders.answer(fail)
    await statuses(5, '/api/v1/patient')
    let refused = 0
    let letGo = () => {}
    const allRefused = new Promise<void>(resolve => {
      letGo = resolve
    })
    // The one that is let through ends when all the others have their answer.
    orders.answer((request, response) => void allRefused.then(() => ok(request, response)))
    await sleep(420)
    const answers = Array.from({length: 10}, async () => {
      const {status, codes} = await gateway.send('/api/v1/patient')
      if (codes[0] === 'CIRCUIT_OPEN') refused += 1
      if (refused === 9) letGo()
      return status
    })
    expect((await Promise.all(answers)).filter(status => status === 200)).toHaveLength(1)
    expect([refused, orders.requests.length]).toEqual([9, 6])
    expect(await statuses(2, '/api/v1/patient')).toEqual([200, 200])
  })

  test('stays open when that one fails', async () => {
    orders.answer(fail)
    await statuses(5)
    await sleep(420)
    expect(await statuses(3)).toEqual([503, 503, 503])
    expect(orders.requests.length).toBe(6)
  })

  test('that opened is not closed by an answer of before', async () => {
    const held: (() => void)[] = []
    orders.answer((request, response) => void held.push(() => ok(request, response)))
    const early = gateway.send('/api/v1/patient')
    while (held.length === 0) await sleep(5)
    orders.answer(fail)
    await statuses(5, '/api/v1/patient')
    for (const answer of held) answer()
    expect((await early).status).toBe(200)
    expect(await gateway.send('/api/v1/patient')).toMatchObject({status: 503, codes: ['CIRCUIT_OPEN']})
    expect(orders.requests).toHaveLength(6)
  })

  test('that closed again is not opened by a failure of before', async () => {
    const held: (() => void)[] = []
    orders.answer((_request, response) => void held.push(() => fail(_request, response)))
    const early = Array.from({length: 5}, () => gateway.send('/api/v1/patient'))
    while (held.length < 5) await sleep(5)
    orders.answer(fail)
    await statuses(5, '/api/v1/patient')
    orders.answer(ok)
    await sleep(420)
    expect(await statuses(1, '/api/v1/patient')).toEqual([200])
    for (const answer of held) answer()
    await Promise.all(early)
    expect(await statuses(1, '/api/v1/patient')).toEqual([200])
  })

  test('opens for an upstream that fails every other time', async () => {
    orders.answer((request, response) => (orders.requests.length % 2 === 0 ? ok : fail)(request, response))
    expect(await statuses(11)).toEqual([503, 200, 503, 200, 503, 200, 503, 200, 503, 200, 503])
    expect(await gateway.send('/api/v1/orders')).toMatchObject({status: 503, codes: ['CIRCUIT_OPEN']})
    expect(orders.requests).toHaveLength(11)
  })

  test('never opens for 4xx', async () => {
    orders.answer((_request, response) => sendJson(response, 404, {errors: [{code: 'ORDER_NOT_FOUND'}]}))
    expect(new Set(await statuses(100))).toEqual(new Set([404]))
    orders.answer(ok)
    expect(await statuses(1)).toEqual([200])
  })

  test('of one route knows nothing of the others', async () => {
    const users = await startUpstream()
    const two = await startGateway(`
routes:
  - {name: orders, prefix: /api/v1/orders, upstream: "${orders.url}"}
  - {name: users, prefix: /api/v1/users, upstream: "${users.url}"}
`)
    orders.answer(fail)
    for (let time = 0; time < 6; time++) await two.send('/api/v1/orders')
    expect(await two.send('/api/v1/orders')).toMatchObject({codes: ['CIRCUIT_OPEN']})
    expect((await two.send('/api/v1/users')).status).toBe(200)
    await two.close()
    await users.close()
  })
})
