import {once} from 'node:events'
import {request} from 'undici'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {readLayout} from '../src/routes/read-layout.js'
import {anonymous, startGateway, type TestGateway} from './start-gateway.js'
import {closedPort, sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let customers: UpstreamServer
let gateway: TestGateway

const layout = (customersUrl: string, ofCustomers = '') => `
routes:
  - {name: orders, prefix: /api/v1/orders, upstream: "${orders.url}", scopes: ["orders:read"], transform: {path: /orders, data: [{omit: cost}]}}
  - {name: customers, prefix: /api/v1/customers, upstream: "${customersUrl}", breaker: {consecutive: 3}, ${ofCustomers}}
aggregates:
  - name: order-page
    path: /api/v1/order-pages/{id}
    timeout: 400ms
    size: 20kB
    parts:
      order: {route: orders, path: "/api/v1/orders/{id}"}
      customer: {route: customers, path: "/api/v1/customers?order={id}", optional: true}
`

beforeEach(async () => {
  orders = await startUpstream((_request, response) => {
    sendJson(response, 200, {data: {id: 'o_1', cost: 3}, meta: {}})
  })
  customers = await startUpstream((_request, response) => {
    sendJson(response, 200, {data: [{id: 'c_1'}], meta: {}, warnings: [{code: 'STALE', message: 'Old.', field: 'id'}]})
  })
  gateway = await startGateway(layout(customers.url))
})

afterEach(async () => {
  await gateway.close()
  await Promise.all([orders.close(), customers.close()])
})

const page = '/api/v1/order-pages/o_1'

async function get(path = page, headers: Readonly<Record<string, string>> = {}) {
  const authorization = `Bearer ${await gateway.token(['orders:read'], 'ann')}`
  const answer = await gateway.send(path, {headers: {authorization, ...headers}})
  return {...answer, body: JSON.parse(answer.text)}
}

describe('one answer of two services', () => {
  test('has the data of both, as callers of their routes would see it, and what they warn of', async () => {
    const {status, headers, body} = await get()
    expect(status).toBe(200)
    expect(body).toEqual({
      data: {order: {id: 'o_1'}, customer: [{id: 'c_1'}]},
      meta: expect.objectContaining({requestId: headers['x-request-id'], version: 'v1'}),
      warnings: [{code: 'STALE', message: 'Old.', field: 'customer.id'}],
    })
    expect([orders.requests[0]?.url, customers.requests[0]?.url]).toEqual([
      '/orders/o_1',
      '/api/v1/customers?order=o_1',
    ])
    expect(headers['cache-control']).toBe('no-store')
  })

  test('is asked for in the name of the caller, under the same ids, and by nobody who only pretends', async () => {
    const {headers} = await get(page, {'x-user-id': 'root', 'if-none-match': '"1"', 'accept-language': 'de'})
    for (const {requests} of [orders, customers]) {
      expect(requests[0]?.headers).toMatchObject({
        authorization: expect.stringMatching(/^Bearer /),
        'x-request-id': headers['x-request-id'],
        'x-correlation-id': headers['x-correlation-id'],
        'x-service-name': 'gateway',
        'accept-language': 'de',
      })
      expect(requests[0]?.headers).not.toHaveProperty('x-user-id')
      expect(requests[0]?.headers).not.toHaveProperty('if-none-match')
    }
  })

  test('asks both at the same time', async () => {
    orders.answer(() => undefined)
    const answer = get()
    await Promise.all([once(orders.server, 'request'), once(customers.server, 'request')])
    expect((await answer).status).toBe(504)
  })

  test('takes what stands in the address as one value', async () => {
    await get('/api/v1/order-pages/a%26b=c%3Fd%20e')
    expect([orders.requests[0]?.url, customers.requests[0]?.url]).toEqual([
      '/orders/a%26b%3Dc%3Fd%20e',
      '/api/v1/customers?order=a%26b%3Dc%3Fd%20e',
    ])
    for (const trick of ['..', '%2e%2e', 'a%2Fb']) {
      const answer = await request(`${gateway.url}/api/v1/order-pages/${trick}/`, {headers: anonymous})
      await answer.body.dump()
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    }
    expect(orders.requests).toHaveLength(1)
  })
})

describe('a part that may be missing', () => {
  const gone = {data: {order: {id: 'o_1'}, customer: null}}

  test.each([
    ['fails', 500, {errors: []}, 'UPSTREAM_BAD_RESPONSE', 502],
    [
      'refuses',
      404,
      {errors: [{code: 'CUSTOMER_NOT_FOUND', message: 'None.', severity: 'low', retryable: false}]},
      'CUSTOMER_NOT_FOUND',
      404,
    ],
    ['answers without envelope', 200, {id: 1}, 'UPSTREAM_BAD_RESPONSE', 502],
    ['refuses without envelope', 400, 'no', 'UPSTREAM_BAD_RESPONSE', 502],
    ['is too large', 200, {data: 'x'.repeat(30_000), meta: {}}, 'UPSTREAM_BAD_RESPONSE', 502],
  ])('and %s is a warning', async (_what, answered, envelope, code, status) => {
    customers.answer((_request, response) => sendJson(response, answered, envelope))
    const answer = await get()
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining(gone)])
    expect(answer.body.warnings).toEqual([
      {
        code: 'PARTIAL_FAILURE',
        message: expect.stringMatching(/^"customer" is missing: /),
        field: 'customer',
        details: {code, status, retryable: status === 502},
      },
    ])
  })

  test('and is late is one when the time is over, and its work ends', async () => {
    const ended = new Promise<void>(resolve => customers.answer(incoming => incoming.once('close', () => resolve())))
    const {status, body} = await get()
    expect([status, body.warnings[0].details.code]).toEqual([200, 'UPSTREAM_TIMEOUT'])
    await ended
  })

  test('and begins in time but does not end is late as well', async () => {
    customers.answer((_request, response) => {
      response.writeHead(200, {'content-type': 'application/json'}).write('{"data":')
    })
    expect((await get()).body.warnings[0].details.code).toBe('UPSTREAM_TIMEOUT')
  })

  test('and is not there is one, and its breaker opens as for its route', async () => {
    await gateway.replace(layout(`http://127.0.0.1:${await closedPort()}`))
    const codes: string[] = []
    for (let time = 0; time < 4; time++) codes.push((await get()).body.warnings[0].details.code)
    expect(codes).toEqual([...Array.from({length: 3}, () => 'UPSTREAM_BAD_RESPONSE'), 'CIRCUIT_OPEN'])
    expect((await gateway.send('/api/v1/customers')).codes).toEqual(['CIRCUIT_OPEN'])
  })

  test('and may not be seen by the caller is one, and is not asked for', async () => {
    await gateway.replace(layout(customers.url, 'scopes: ["customers:read"]'))
    const {status, body} = await get()
    expect([status, body.warnings[0].details]).toEqual([
      200,
      {code: 'PERMISSION_DENIED', status: 403, retryable: false},
    ])
    expect(customers.requests).toHaveLength(0)
  })

  test('and whose version is gone is one', async () => {
    await gateway.replace(layout(customers.url, 'deprecation: {since: 2020-01-01, sunset: 2020-07-01}'))
    expect((await get()).body.warnings[0].details.code).toBe('VERSION_SUNSET')
  })
})

describe('a part that must be there', () => {
  test('and is not is the error of its service, with its status', async () => {
    const entry = {code: 'ORDER_NOT_FOUND', message: 'There is no such order.', severity: 'low', retryable: false}
    orders.answer((_request, response) => sendJson(response, 404, {errors: [entry], meta: {}}))
    const {status, body} = await get()
    expect([status, body.errors]).toEqual([404, [{...entry, details: {part: 'order'}}]])
    expect(body).not.toHaveProperty('data')
  })

  test('and fails is an outage', async () => {
    orders.answer((_request, response) => response.destroy())
    const {status, codes} = await get()
    expect([status, codes]).toEqual([502, ['UPSTREAM_BAD_RESPONSE']])
  })

  test('and may not be seen by the caller is a refusal', async () => {
    const {status, codes} = await gateway.send(page)
    expect([status, codes]).toEqual([403, ['PERMISSION_DENIED']])
    expect(orders.requests).toHaveLength(0)
  })
})

test('without identity there is nothing, and no service hears of it', async () => {
  const {status, codes} = await gateway.send(page, {headers: anonymous})
  expect([status, codes]).toEqual([401, ['AUTHENTICATION_REQUIRED']])
  expect(orders.requests).toHaveLength(0)
})

test('an aggregate is read only', async () => {
  const {status, headers} = await gateway.send(page, {method: 'DELETE'})
  expect([status, headers['allow']]).toEqual([405, 'GET, HEAD'])
})

test('a caller who hangs up ends the work of all parts', async () => {
  const ended = [orders, customers].map(
    service => new Promise<void>(resolve => service.answer(incoming => incoming.once('close', () => resolve()))),
  )
  await gateway.replace(layout(customers.url).replace('400ms', '20s'))
  const leaving = new AbortController()
  const headers = {authorization: `Bearer ${await gateway.token(['orders:read'])}`}
  const answer = request(gateway.url + page, {headers, signal: leaving.signal}).catch(() => 'gone')
  await Promise.all([once(orders.server, 'request'), once(customers.server, 'request')])
  leaving.abort()
  expect(await answer).toBe('gone')
  await Promise.all(ended)
})

describe('gateway.yaml', () => {
  const withParts = (parts: string, path = '/pages/{id}') => `
routes:
  - {name: orders, prefix: /orders, upstream: "http://a.example.com"}
  - {name: inbox, prefix: /inbox, upstream: "http://b.example.com", methods: [POST]}
aggregates: [{name: page, path: "${path}", parts: ${parts}}]`

  test.each([
    ['{a: {route: order, path: /orders}}', 'has no two parts'],
    ['{a: {route: order, path: /orders}}', 'names the route "order". Did you mean "orders"?'],
    ['{a: {route: orders, path: "/orders/{key}"}}', 'asks for {key}, which "/pages/{id}" does not have'],
    ['{a: {route: orders, path: /orders-old}}', 'has a path that does not begin with "/orders"'],
    ['{a: {route: inbox, path: /inbox}}', 'asks the route "inbox", which has no GET'],
    ['{a: {route: orders, path: /orders, optionl: true}}', 'Did you mean "optional"?'],
  ])('with the parts %s is refused', (parts, message) => {
    expect(() => readLayout(withParts(parts), {})).toThrow(message)
  })

  test('with an aggregate at the prefix of a route is refused', () => {
    const parts = '{a: {route: orders, path: /orders}, b: {route: orders, path: /orders}}'
    expect(() => readLayout(withParts(parts, '/orders'), {})).toThrow('which is the prefix of a route')
    expect(() => readLayout(withParts(parts, '/orders/{id'), {})).toThrow('must be a path such as')
  })
})
