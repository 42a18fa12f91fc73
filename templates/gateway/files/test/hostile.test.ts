import {once} from 'node:events'
import {connect} from 'node:net'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {rawExchange, statusesIn} from './raw-exchange.js'
import {startGateway, type TestGateway} from './start-gateway.js'
import {ok, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let gateway: TestGateway
let seen: number

beforeAll(async () => {
  orders = await startUpstream((request, response) => {
    request.resume()
    request.on('end', () => ok(request, response))
  })
  gateway = await startGateway(`routes: [{name: orders, prefix: /orders, upstream: "${orders.url}", public: true}]`)
})

afterAll(async () => {
  await gateway.close()
  await orders.close()
})

beforeEach(() => {
  seen = orders.requests.length
})

const arrived = () => orders.requests.slice(seen)

/** A second request, hidden where only one of two programs would look for one. */
const hidden = 'GET /orders/hidden HTTP/1.1\r\nHost: a\r\n\r\n'

describe('a request whose end can be read in two ways', () => {
  test.each([
    ['has a length and is chunked', `Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['is chunked and has a length', `Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n${hidden}`],
    ['has two lengths', `Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`],
    ['has two lengths in one line', `Content-Length: 0, ${hidden.length}\r\n\r\n${hidden}`],
    ['has a length with a sign', `Content-Length: +0\r\n\r\n${hidden}`],
    ['has a length below zero', `Content-Length: -1\r\n\r\n${hidden}`],
    ['has a length in another base', `Content-Length: 0x10\r\n\r\n${hidden}`],
    ['has a blank before the colon', `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['has a coding that nobody knows', `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['is chunked first and something else last', `Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n${hidden}`],
    ['is chunked twice', `Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${hidden}`],
    ['has a folded header', `Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${hidden}`],
    ['has a chunk of no size', `Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n${hidden}`],
    ['has a chunk of a size below zero', `Transfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n${hidden}`],
    ['has a line that ends by LF alone', `X-A: 1\nContent-Length: 0\r\n\r\n${hidden}`],
    ['has a NUL in a header', `X-A: 1\0\r\nContent-Length: 0\r\n\r\n${hidden}`],
    ['has no name before a colon', `: x\r\nContent-Length: 0\r\n\r\n${hidden}`],
  ])('is refused when it %s, and nothing behind it is read', async (_what, rest) => {
    const answer = await rawExchange(gateway.url, `POST /orders HTTP/1.1\r\nHost: a\r\n${rest}`)
    expect(statusesIn(answer)).toEqual([400])
    expect(answer).toMatch(/connection: close/i)
    expect(JSON.parse(answer.slice(answer.indexOf('{'))).errors[0].code).toBe('MALFORMED_REQUEST')
    expect(arrived().filter(({complete}) => complete)).toEqual([])
  })

  test('is two when both are written down well, one behind the other', async () => {
    const first = 'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}'
    expect(statusesIn(await rawExchange(gateway.url, first + hidden))).toEqual([200, 200])
    expect(arrived().map(({method, url}) => `${method} ${url}`)).toEqual(['POST /orders', 'GET /orders/hidden'])
  })

  test('does not become one at the upstream by a body that GET has brought along', async () => {
    const rest = `Host: a\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`
    expect(statusesIn(await rawExchange(gateway.url, `GET /orders HTTP/1.1\r\n${rest}`))).toEqual([200])
    expect(arrived().map(({url}) => url)).toEqual(['/orders'])
  })
})

test('an address with a fragment, which is for no server, is refused and not passed on', async () => {
  const answer = await rawExchange(
    gateway.url,
    'GET /orders/1#/hidden HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  )
  expect(statusesIn(answer)).toEqual([400])
  expect(arrived()).toEqual([])
})

test('a body that goes wrong when its answer has begun ends the connection, and nothing is put into the answer', async () => {
  const usual = orders
  orders = await startUpstream((incoming, response) => {
    incoming.resume()
    response.writeHead(200, {'content-type': 'text/plain'}).write('begun')
  })
  await gateway.replace(`routes: [{name: early, prefix: /early, upstream: "${orders.url}", public: true}]`)
  const {hostname, port} = new URL(gateway.url)
  const socket = connect(Number(port), hostname)
  socket.write('POST /early HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n')
  let answer = ''
  socket.setEncoding('latin1').on('data', chunk => {
    if (!answer.includes('begun') && (answer + chunk).includes('begun')) socket.write('zz\r\n')
    answer += chunk
  })
  await once(socket, 'close')
  expect(statusesIn(answer)).toEqual([200])
  expect(answer.endsWith('begun\r\n')).toBe(true)
  await gateway.replace(`routes: [{name: orders, prefix: /orders, upstream: "${usual.url}", public: true}]`)
  await orders.close()
  orders = usual
})

describe('a request line', () => {
  test.each([
    ['without a host', 'GET /orders HTTP/1.1\r\n\r\n'],
    ['with blanks in the path', 'GET /orders /x HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['of a method that nobody knows', 'STEAL /orders HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['of a version that nobody knows', 'GET /orders HTTP/9.9\r\nHost: a\r\n\r\n'],
  ])('%s is refused', async (_what, text) => {
    expect(statusesIn(await rawExchange(gateway.url, text))).toEqual([400])
    expect(arrived()).toEqual([])
  })

  test.each([
    'http://127.0.0.1:9/orders',
    'http://evil.example.com/orders',
    '//evil.example.com/orders',
    '@evil.example.com/orders',
    'evil.example.com:443',
  ])('that names %s leads nowhere else', async target => {
    const answer = await rawExchange(gateway.url, `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`)
    expect(statusesIn(answer).every(status => status >= 400 || status === 200)).toBe(true)
    expect(arrived().every(({url, headers}) => url === '/orders' && headers.host === new URL(orders.url).host)).toBe(
      true,
    )
  })

  test('that asks for a tunnel gets none', async () => {
    const answer = await rawExchange(gateway.url, 'CONNECT evil.example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n')
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/)
    expect(arrived()).toEqual([])
  })
})

describe('headers that only pretend', () => {
  const received = async (headers: string) => {
    await rawExchange(gateway.url, `GET /orders HTTP/1.1\r\nHost: a\r\n${headers}Connection: close\r\n\r\n`)
    return arrived().at(-1)
  }

  test.each([
    'X-USER-ID: root\r\n',
    'x-user-id: ann\r\nX-User-Id: root\r\n',
    'X_User_ID: root\r\n',
    'x-user_id: root\r\n',
    'X-User-ID:\troot\r\n',
    'X-Forwarded-For: root\r\nX-Forwarded-User: root\r\n',
  ])('do not reach the upstream: %j', async headers => {
    const request = await received(headers)
    expect(request?.rawHeaders.join(' ')).not.toContain('root')
  })

  test('are not made by naming what the gateway adds as a matter of the connection', async () => {
    const names = 'x-request-id, x-forwarded-for, x-service-name, authorization, traceparent, x-platform'
    const request = await received(`Connection: ${names}\r\nX-Platform: ios\r\n`)
    for (const name of ['x-request-id', 'x-forwarded-for', 'x-service-name', 'traceparent', 'x-platform']) {
      expect(request?.headers).toHaveProperty(name)
    }
    expect(request?.headers).not.toHaveProperty('connection', expect.stringContaining('x-request-id'))
  })

  test('named by Connection are for the gateway alone', async () => {
    const request = await received('Connection: X-Secret\r\nX-Secret: 1\r\nX-Open: 2\r\n')
    expect(request?.headers).not.toHaveProperty('x-secret')
    expect(request?.headers).toHaveProperty('x-open', '2')
  })
})
