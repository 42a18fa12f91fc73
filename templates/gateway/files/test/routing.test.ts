import {connect} from 'node:net'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {anonymous, startGateway, type TestGateway} from './start-gateway.js'
import {sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let users: UpstreamServer
let gateway: TestGateway

beforeAll(async () => {
  orders = await startUpstream()
  users = await startUpstream()
  gateway = await startGateway(`
routes:
  - {name: orders, prefix: /api/v1/orders, upstream: "${orders.url}"}
  - {name: users, prefix: /api/v1/users, upstream: "${users.url}", methods: [GET, HEAD]}
`)
})

afterAll(async () => {
  await gateway.close()
  await Promise.all([orders.close(), users.close()])
})

describe('a request', () => {
  test('goes to the upstream of its prefix, with path and query as they are', async () => {
    users.answer((request, response) => sendJson(response, 200, {path: request.url}))
    orders.answer((request, response) => sendJson(response, 200, {path: request.url, method: request.method}))
    for (const path of ['/api/v1/orders', '/api/v1/orders?page=2&q=a%20b&q=c', '/api/v1/orders/o_1/lines?x=%2F']) {
      const {status, text} = await gateway.send(path, {method: 'DELETE'})
      expect([status, JSON.parse(text)]).toEqual([200, {path, method: 'DELETE'}])
    }
    expect(JSON.parse((await gateway.send('/api/v1/users/u_1')).text)).toEqual({path: '/api/v1/users/u_1'})
  })

  test('with a body arrives with that body, and a body of a GET is dropped', async () => {
    orders.answer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      sendJson(response, 200, {type: request.headers['content-type'], body: Buffer.concat(chunks).toString()})
    })
    const post = {method: 'POST', headers: {'content-type': 'text/csv'}, body: 'a,b'} as const
    expect(JSON.parse((await gateway.send('/api/v1/orders', post)).text)).toEqual({type: 'text/csv', body: 'a,b'})
    const untyped = await gateway.send('/api/v1/orders', {method: 'PUT', body: 'raw'})
    expect(JSON.parse(untyped.text)).toEqual({body: 'raw'})
    const get = await gateway.send('/api/v1/orders', {headers: {'content-type': 'text/plain'}, body: 'x'})
    expect(JSON.parse(get.text)).toMatchObject({body: ''})
  })

  test.each(['/', '/api/v1/order', '/api/v1/orders-secret', '/api/v1', '/metrics'])(
    'to %s finds nothing, and is not told what there is',
    async path => {
      const {status, codes, text} = await gateway.send(path)
      expect([status, codes]).toEqual([404, ['ROUTE_NOT_FOUND']])
      expect(text).not.toContain('users')
    },
  )

  test('with a method that the route does not serve is refused', async () => {
    const before = users.requests.length
    const {status, codes, headers} = await gateway.send('/api/v1/users/u_1', {method: 'POST'})
    expect([status, codes, headers['allow']]).toEqual([405, ['METHOD_NOT_ALLOWED'], 'GET, HEAD'])
    expect(users.requests.length).toBe(before)
  })

  test.each([
    '/api/v1/users/../orders/o_1',
    '/api/v1/users/..%2forders',
    '/api/v1/users/%2e%2e/orders',
    '/api/v1/users/..\\orders',
    '/api/v1/users//orders',
    '/api/v1/users/a%00',
  ])('to %s is refused without and with a token', async path => {
    const token = await gateway.token()
    expect(await rawStatus(path, '')).toBe(401)
    expect(await rawStatus(path, `Authorization: Bearer ${token}\r\n`)).toBe(400)
  })

  test('can not get around the token by a path that looks public', async () => {
    for (const path of ['/api/v1/orders/health', '/api/v1/orders/public', '/api/v1/orders/%68ealth']) {
      expect((await gateway.send(path, {headers: anonymous})).status).toBe(401)
    }
  })
})

describe('an answer', () => {
  test.each([200, 201, 400, 404, 409, 422, 500, 503])(
    'with status %i and an envelope passes unchanged',
    async status => {
      const body = {errors: [{code: 'ORDER_SAYS', message: 'So.'}], meta: {requestId: 'r'}}
      orders.answer((_request, response) => sendJson(response, status, body))
      const answer = await gateway.send('/api/v1/orders')
      expect([answer.status, JSON.parse(answer.text)]).toEqual([status, body])
    },
  )

  test('without body passes', async () => {
    orders.answer((request, response) => {
      if (request.method === 'HEAD') response.writeHead(200, {'content-length': '123', etag: '"1"'}).end()
      else response.writeHead(request.method === 'DELETE' ? 204 : 304, {etag: '"1"'}).end()
    })
    expect(await gateway.send('/api/v1/orders/o_1', {method: 'DELETE'})).toMatchObject({status: 204, text: ''})
    expect(await gateway.send('/api/v1/orders/o_1')).toMatchObject({status: 304, headers: {etag: '"1"'}})
    const head = await gateway.send('/api/v1/orders/o_1', {method: 'HEAD'})
    expect(head).toMatchObject({status: 200, text: '', headers: {etag: '"1"', 'content-length': '123'}})
  })

  test('that is a page of a broken service is replaced: nothing leaks', async () => {
    orders.answer((_request, response) => {
      response.writeHead(500, {'content-type': 'text/html'}).end('<pre>Error: at /srv/orders/db.js:1 SELECT</pre>')
    })
    const {status, codes, text} = await gateway.send('/api/v1/orders')
    expect([status, codes]).toEqual([502, ['UPSTREAM_BAD_RESPONSE']])
    expect(text).not.toMatch(/SELECT|db\.js/)
  })

  test('that names the address of the upstream names a path instead', async () => {
    orders.answer((_request, response) => response.writeHead(201, {location: `${orders.url}/api/v1/orders/o_9`}).end())
    expect((await gateway.send('/api/v1/orders')).headers['location']).toBe('/api/v1/orders/o_9')
    orders.answer((_request, response) => response.writeHead(302, {location: 'https://pay.example.com/x'}).end())
    expect((await gateway.send('/api/v1/orders')).headers['location']).toBe('https://pay.example.com/x')
  })
})

/** The status of a request whose path goes over the wire exactly as it is written: clients like to tidy it up. */
function rawStatus(path: string, headers: string): Promise<number> {
  const {hostname, port} = new URL(gateway.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    socket.write(`GET ${path} HTTP/1.1\r\nHost: gateway\r\n${headers}Connection: close\r\n\r\n`)
    let text = ''
    socket.on('data', chunk => {
      text += chunk
    })
    socket.on('end', () => resolve(Number(text.split(' ')[1])))
    socket.on('error', reject)
  })
}
