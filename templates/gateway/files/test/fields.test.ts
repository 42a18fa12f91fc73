import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {anonymous, startGateway, type TestGateway} from './start-gateway.js'
import {sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let gateway: TestGateway

const path = '/api/v1/orders'
const order = {
  id: 'o_1',
  customer: {name: 'Ann', address: {city: 'Ulm', street: 'Any'}},
  lines: [
    {sku: 'a', cost: 1},
    {sku: 'b', cost: 2},
  ],
  version: 3,
}

const routes = (more = '') => `
routes:
  - {name: orders, prefix: ${path}, upstream: "${orders.url}", public: true, ${more}
     transform: {fields: true, data: [{rename: version, to: revision}]}}
  - {name: plain, prefix: /plain, upstream: "${orders.url}", public: true}
`

beforeEach(async () => {
  orders = await startUpstream()
  gateway = await startGateway(routes())
  orders.answer((_request, response) => sendJson(response, 200, {data: order, meta: {requestId: 'r'}}))
})

afterEach(async () => {
  await gateway.close()
  await orders.close()
})

const get = (url: string, headers: Readonly<Record<string, string>> = {}) =>
  gateway.send(url, {headers: {...anonymous, ...headers}})
const chosen = async (query: string) => JSON.parse((await get(`${path}${query}`)).text)

describe('a choice of fields', () => {
  test('leaves them, at any depth and within lists, by the names that callers know', async () => {
    expect(await chosen('?fields=revision,id,customer.address.city,lines.sku,unknown')).toEqual({
      data: {id: 'o_1', customer: {address: {city: 'Ulm'}}, lines: [{sku: 'a'}, {sku: 'b'}], revision: 3},
      meta: {requestId: 'r'},
    })
    expect((await chosen('?fields=customer,customer.name')).data).toEqual({customer: order.customer})
    expect((await chosen('?fields=id&fields=revision')).data).toEqual({id: 'o_1', revision: 3})
    expect((await chosen('?fields=version')).data).toEqual({})
  })

  test('is about each item of a list, and about nothing but data', async () => {
    orders.answer((_request, response) => sendJson(response, 200, {data: [order, 'text', null], meta: {id: 1}}))
    expect(await chosen('?fields=id')).toEqual({data: [{id: 'o_1'}, 'text', null], meta: {id: 1}})
    const failure = {errors: [{code: 'ORDER_NOT_FOUND', message: 'Gone.'}], meta: {}}
    orders.answer((_request, response) => sendJson(response, 404, failure))
    expect(await chosen('?fields=id')).toEqual(failure)
  })

  test('is nothing that the service hears of, and what it hears is as it was written', async () => {
    await get(`${path}/o_1?q=a%20b&fields=id&%66ields=version&page=2`)
    await get(`${path}?fields=id`)
    await get('/plain?fields=id')
    expect(orders.requests.map(({url}) => url)).toEqual([`${path}/o_1?q=a%20b&page=2`, path, '/plain?fields=id'])
  })

  test.each(['', 'id,', '__proto__.', 'a b', 'a..b', `a${'.a'.repeat(10)}`, `a${',a'.repeat(100)}`])(
    'that is "%s" is refused, and the service hears nothing of it',
    async fields => {
      const {status, codes, text} = await get(`${path}?fields=${encodeURIComponent(fields)}`)
      expect([status, codes, JSON.parse(text).errors[0].field]).toEqual([400, ['INVALID_PARAMETER'], 'fields'])
      expect(orders.requests).toEqual([])
    },
  )

  test('has a tag of its own: who knows one choice does not know the other', async () => {
    orders.answer((request, response) => {
      response.setHeader('etag', '"7"')
      if (request.headers['if-none-match'] === '"7"') response.writeHead(304).end()
      else sendJson(response, 200, {data: order})
    })
    const tag = String((await get(`${path}?fields=id`)).headers['etag'])
    expect((await get(`${path}?fields=id`, {'if-none-match': tag})).status).toBe(304)
    for (const query of ['', '?fields=revision']) {
      const other = await get(`${path}${query}`, {'if-none-match': tag})
      expect([other.status, other.headers['etag']]).not.toEqual([304, tag])
      expect(other.status).toBe(200)
    }
  })

  test('is made of a kept answer, which is one for all choices', async () => {
    await gateway.replace(routes('cache: {},'))
    orders.answer((_request, response) => {
      response.setHeader('cache-control', 'public, max-age=60')
      sendJson(response, 200, {data: order})
    })
    expect((await chosen('?fields=id')).data).toEqual({id: 'o_1'})
    expect((await chosen('?fields=revision')).data).toEqual({revision: 3})
    expect((await chosen('')).data).toMatchObject({id: 'o_1', revision: 3})
    expect(orders.requests).toHaveLength(1)
  })
})

test('a part of an aggregate may be a choice, too', async () => {
  const parts = `{order: {route: orders, path: "${path}/{id}?fields=id"}, all: {route: orders, path: "${path}/{id}"}}`
  await gateway.replace(`${routes()}\naggregates: [{name: page, path: "/pages/{id}", public: true, parts: ${parts}}]`)
  const {data} = JSON.parse((await get('/pages/o_1')).text)
  expect(data).toMatchObject({order: {id: 'o_1'}, all: {id: 'o_1', revision: 3}})
  expect(Object.keys(data.order)).toEqual(['id'])
})
