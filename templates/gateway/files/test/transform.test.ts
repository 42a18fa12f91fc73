import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {readLayout} from '../src/routes/read-layout.js'
import {anonymous, startGateway, type TestGateway} from './start-gateway.js'
import {sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let gateway: TestGateway

const path = '/api/v1/orders'

const routes = (data: string, more = '') => `
routes:
  - name: orders
    prefix: ${path}
    upstream: ${orders.url}
    public: true
    ${more}
    transform:
      path: /internal/orders
      query: {view: outside}
      headers: {X-Tenant: acme, x-debug: null}
      size: 4kB
      data: ${data}
`

const changes = `
        - {rename: customer.name, to: fullName}
        - {omit: lines.cost}
        - {add: currency, value: EUR}`

beforeEach(async () => {
  orders = await startUpstream()
  gateway = await startGateway(routes(changes))
})

afterEach(async () => {
  await gateway.close()
  await orders.close()
})

const get = (headers: Readonly<Record<string, string>> = {}, url = path) =>
  gateway.send(url, {headers: {...anonymous, ...headers}})

/** What a caller gets of this `data`. */
async function changed(data: unknown): Promise<unknown> {
  orders.answer((_request, response) => sendJson(response, 200, {data, meta: {requestId: 'r'}}))
  const {data: result, ...others} = JSON.parse((await get()).text)
  expect(others).toEqual({meta: {requestId: 'r'}})
  return result
}

describe('data', () => {
  test('gets other names, loses fields and gets new ones', async () => {
    const order = {id: 'o_1', customer: {name: 'Ann', id: 'c_1'}, lines: [{sku: 'a', cost: 1}, {sku: 'b'}]}
    const result = await changed(order)
    expect(result).toEqual({
      id: 'o_1',
      customer: {fullName: 'Ann', id: 'c_1'},
      lines: [{sku: 'a'}, {sku: 'b'}],
      currency: 'EUR',
    })
    expect(await changed([order, order])).toEqual([result, result])
  })

  test.each([0, '', false, null])('keeps %j under its new name', async name => {
    expect(await changed({customer: {name}})).toEqual({customer: {fullName: name}, currency: 'EUR'})
  })

  test.each([null, 'text', [1, [2]], []])('that is %j stays', async data => {
    expect(await changed(data)).toEqual(data)
  })

  test('without such a field gets none', async () => {
    expect(await changed({customer: 'Ann', lines: null})).toEqual({customer: 'Ann', lines: null, currency: 'EUR'})
  })

  test('may bring names that JavaScript has a meaning for', async () => {
    const body = '{"data":{"__proto__":{"cost":1},"id":1},"meta":{}}'
    orders.answer((_request, response) => response.writeHead(200, {'content-type': 'application/json'}).end(body))
    expect((await get()).text).toBe('{"data":{"__proto__":{"cost":1},"id":1,"currency":"EUR"},"meta":{}}')
  })
})

describe('an answer', () => {
  test('that is an error, and what stands beside data, stays as it is', async () => {
    const failure = {errors: [{code: 'ORDER_NOT_FOUND', data: {lines: {cost: 1}}}], meta: {}}
    orders.answer((_request, response) => sendJson(response, 404, failure))
    const {status, text} = await get()
    expect([status, JSON.parse(text)]).toEqual([404, failure])
  })

  test.each([
    ['is no JSON', {'content-type': 'text/csv'}, 'cost\n1'],
    ['is packed', {'content-type': 'application/json', 'content-encoding': 'gzip'}, '{"data":{}}'],
    ['is broken', {'content-type': 'application/json'}, '{"data":'],
    ['is too large', {'content-type': 'application/json'}, JSON.stringify({data: 'x'.repeat(5000)})],
  ])('that %s does not pass: it might hold what is left out', async (_what, headers, body) => {
    orders.answer((_request, response) => response.writeHead(200, headers).end(body))
    const {status, codes, text} = await get()
    expect([status, codes]).toEqual([502, ['UPSTREAM_BAD_RESPONSE']])
    expect(text).not.toContain('cost')
  })

  test('without body passes, also to HEAD', async () => {
    orders.answer((_request, response) => response.writeHead(204).end())
    expect((await get()).status).toBe(204)
    orders.answer((_request, response) => sendJson(response, 200, {data: {}}))
    const {status, headers} = await gateway.send(path, {method: 'HEAD', headers: anonymous})
    expect([status, headers['content-length']]).toEqual([200, undefined])
  })

  test('has a tag of its own, by which the service knows its own one again', async () => {
    orders.answer((request, response) => {
      response.setHeader('etag', '"7"')
      if (request.headers['if-none-match'] === '"7"') response.writeHead(304).end()
      else sendJson(response, 200, {data: {}})
    })
    const tag = String((await get()).headers['etag'])
    expect(tag).toMatch(/^"7;[0-9a-f]{8}"$/)
    const same = await get({'if-none-match': tag})
    expect([same.status, same.headers['etag']]).toEqual([304, tag])
    // A tag of before there were changes, or a made-up one, is of another answer.
    expect((await get({'if-none-match': '"7", "7;00000000"'})).status).toBe(200)
    expect((await get({'if-none-match': `"3", W/${tag}`})).status).toBe(304)
    // The data is another one for the caller, though it is the same for the service.
    await gateway.replace(routes('[{omit: id}]'))
    const other = await get({'if-none-match': tag})
    expect([other.status, other.headers['etag']]).not.toEqual([304, tag])
    expect(other.status).toBe(200)
  })

  test('is changed when it comes from memory, too', async () => {
    await gateway.replace(routes(changes, 'cache: {}'))
    orders.answer((_request, response) => {
      response.setHeader('cache-control', 'public, max-age=60')
      sendJson(response, 200, {data: {lines: {cost: 1}}})
    })
    const texts = [(await get()).text, (await get()).text]
    expect(texts).toEqual(Array.from({length: 2}, () => '{"data":{"lines":{},"currency":"EUR"}}'))
    expect(orders.requests).toHaveLength(1)
  })
})

describe('a request', () => {
  test('has the path, the query and the headers of the upstream', async () => {
    await get({'x-debug': 'yes', 'x-tenant': 'other'}, `${path}/o_1?view=inside&q=a%20b`)
    const [request] = orders.requests
    expect(request?.url).toBe('/internal/orders/o_1?view=outside&q=a+b')
    expect(request?.headers).toMatchObject({'x-tenant': 'acme', 'accept-encoding': 'identity'})
    expect(request?.headers).not.toHaveProperty('x-debug')
  })

  test('learns where something is in the words of the caller', async () => {
    const locate = async (location: string) => {
      orders.answer((_request, response) => response.writeHead(201, {location}).end())
      return (await gateway.send(path, {method: 'POST'})).headers['location']
    }
    expect(await locate('/internal/orders/o_1')).toBe(`${path}/o_1`)
    expect(await locate(`${orders.url}/internal/orders?x=1`)).toBe(`${path}?x=1`)
    expect(await locate('/internal/orders-archive/o_1')).toBe('/internal/orders-archive/o_1')
  })
})

test.each([
  ['[{rename: a.b}]', 'must be {rename: a.field, to: name}, {omit: a.field} or {add: a.field, value: …}'],
  ['[{omit: a..b}]', 'must be the name of a field'],
  ['[{omit: __proto__}]', 'can not be the name of a field'],
  ['[{omit: a}]\n      header: {}', '"header" is not known. Did you mean "headers"?'],
])('gateway.yaml with data: %s is refused', (data, message) => {
  expect(() => readLayout(routes(data), {})).toThrow(message)
})

test.each(['host', 'X-User-ID', 'content-length', 'x-request-id'])('gateway.yaml can not set the header %s', name => {
  const text = `routes: [{name: a, prefix: /a, upstream: "http://a.example.com", transform: {headers: {${name}: x}}}]`
  expect(() => readLayout(text, {})).toThrow('is a header that the gateway writes itself')
})
