import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {createBalancer} from '../src/balance/balancer.js'
import {startGateway, type TestGateway} from './start-gateway.js'
import {closedPort, ok, sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

const fail = (_request: unknown, response: Parameters<typeof sendJson>[0]) => sendJson(response, 503, {errors: []})

describe('work is shared', () => {
  const a = {name: 'a', weight: 5, load: 0}
  const b = {name: 'b', weight: 1, load: 0}
  const c = {name: 'c', weight: 1, load: 0}

  test('in turn, whatever the weights', () => {
    const pick = createBalancer('round-robin')
    const names = Array.from({length: 6}, () => pick([a, b, c]).name)
    expect(new Set(names.slice(0, 3))).toEqual(new Set(['a', 'b', 'c']))
    expect(names.slice(3)).toEqual(names.slice(0, 3))
  })

  test('by weight, and the strong one does not get its share in one go', () => {
    const pick = createBalancer('weighted')
    expect(Array.from({length: 14}, () => pick([a, b, c]).name).join('')).toBe('aabacaaaabacaa')
  })

  test('to the one that has the least to do for its weight', () => {
    const pick = createBalancer('least-connections')
    expect(
      pick([
        {...a, load: 3},
        {...b, load: 0},
        {...c, load: 1},
      ]).name,
    ).toBe('a')
    expect(
      pick([
        {...a, load: 9},
        {...b, load: 0},
        {...c, load: 1},
      ]).name,
    ).toBe('b')
  })

  test('in turn by those with equally much to do', () => {
    const pick = createBalancer('least-connections')
    const equals: [typeof b, typeof b] = [
      {...b, name: 'x'},
      {...b, name: 'y'},
    ]
    expect(new Set([pick(equals).name, pick(equals).name])).toEqual(new Set(['x', 'y']))
  })
})

describe('of two instances', () => {
  let first: UpstreamServer
  let second: UpstreamServer
  let gateway: TestGateway

  beforeEach(async () => {
    first = await startUpstream()
    second = await startUpstream()
  })

  afterEach(async () => {
    await gateway.close()
    await first.close()
    await second.close()
  })

  const begin = async (more: string, {weight = 1, breaker = '{openFor: 300ms}'} = {}) => {
    gateway = await startGateway(`
routes:
  - name: orders
    prefix: /orders
    upstream: ["${first.url}", {url: "${second.url}", weight: ${weight}}]
    breaker: ${breaker}
    ${more}
`)
  }

  const statuses = async (count: number, method: 'GET' | 'POST' = 'GET') => {
    const result = new Set<number>()
    for (let time = 0; time < count; time++) result.add((await gateway.send('/orders', {method})).status)
    return [...result]
  }

  test('the weighted one gets its share', async () => {
    await begin('balance: weighted', {weight: 3})
    await statuses(40)
    expect([first.requests.length, second.requests.length]).toEqual([10, 30])
  })

  test('the idle one gets the work while the other one is slow', async () => {
    await begin('balance: least-connections')
    const kept: Parameters<typeof ok>[] = []
    first.answer((...exchange) => void kept.push(exchange))
    // Of two at a time each gets one; the first instance keeps its own.
    const two = [gateway.send('/orders'), gateway.send('/orders')]
    await Promise.race(two)
    await statuses(20)
    expect([first.requests.length, second.requests.length]).toEqual([1, 21])
    for (const exchange of kept) ok(...exchange)
    await Promise.all(two)
  })

  test('one that fails costs no caller of a GET anything, and gets no work until it is well', async () => {
    await begin('balance: round-robin', {breaker: '{openFor: 2s}'})
    first.answer(fail)
    expect(await statuses(12)).toEqual([200])
    // Five failures have opened its breaker.
    expect(first.requests.length).toBe(5)
    first.answer(ok)
    await sleep(2050)
    await statuses(8)
    expect(first.requests.length).toBeGreaterThan(7)
    expect(await gateway.metrics.registry.metrics()).toMatch(/upstream_retries_total\{upstream="orders"\} 5/)
  })

  test('a POST is never sent again, and one ill instance does not close the route', async () => {
    await begin('balance: round-robin', {breaker: '{openFor: 60s}'})
    first.answer(fail)
    expect((await statuses(10, 'POST')).sort()).toEqual([200, 503])
    expect([first.requests.length, second.requests.length]).toEqual([5, 5])
    expect(await statuses(10, 'POST')).toEqual([200])
    expect(first.requests.length).toBe(5)
  })

  test('retries end where the budget does', async () => {
    await begin('retries: {budget: 0}', {breaker: '{consecutive: 1000, ratio: 1, minimumCalls: 1000}'})
    first.answer(fail)
    second.answer(fail)
    await statuses(40)
    // Each request once, and the reserve.
    expect(first.requests.length + second.requests.length).toBe(50)
  })

  test('the one that asks for no more retries is left alone', async () => {
    await begin('retries: {attempts: 0}')
    first.answer(fail)
    expect((await statuses(4)).sort()).toEqual([200, 503])
  })

  test('a timeout is not repeated: its time is over', async () => {
    await begin('timeout: 200ms')
    for (const each of [first, second]) each.answer(() => undefined)
    expect((await gateway.send('/orders')).status).toBe(504)
    expect(first.requests.length + second.requests.length).toBe(1)
  })

  test('one that says that it is not well gets no work, and some again when it says that it is', async () => {
    let well = false
    first.answer((request, response) => {
      if (request.url !== '/health') return ok(request, response)
      sendJson(response, well ? 200 : 503, {})
    })
    await begin('healthCheck: {path: /health, every: 50ms, timeout: 500ms, unhealthyAfter: 2, healthyAfter: 2}')
    const served = () => first.requests.filter(({url}) => url === '/orders').length
    await sleep(300)
    await statuses(10)
    expect(served()).toBe(0)
    well = true
    await sleep(300)
    await statuses(10)
    expect(served()).toBeGreaterThan(0)
  })

  test('both are asked when both say that they are not well: one may be wrong', async () => {
    for (const each of [first, second])
      each.answer((request, response) =>
        request.url === '/health' ? sendJson(response, 503, {}) : ok(request, response),
      )
    await begin('healthCheck: {path: /health, every: 50ms, timeout: 500ms, unhealthyAfter: 1}')
    await sleep(200)
    expect(await statuses(4)).toEqual([200])
  })
})

test('a POST goes to another instance when nothing was sent to the first', async () => {
  const well = await startUpstream()
  const gateway = await startGateway(
    `routes: [{name: x, prefix: /x, upstream: ["http://127.0.0.1:${await closedPort()}", "${well.url}"]}]`,
  )
  for (let time = 0; time < 4; time++) expect((await gateway.send('/x', {method: 'POST'})).status).toBe(200)
  await gateway.close()
  await well.close()
})
