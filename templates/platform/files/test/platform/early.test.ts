import {connect} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, describe, expect, test, vi} from 'vitest'
import {installOtherMethods} from '../../src/platform/http/other-methods.js'
import {startServer, stopServers} from './start-server.js'

afterEach(stopServers)

/** Sends parts of a text, each when something has come back for the one before, and gives all that came until the end. */
function exchange(url: string, ...parts: readonly string[]): Promise<string> {
  const [first = '', ...others] = parts
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(first))
    socket.setEncoding('latin1').setTimeout(5000, () => socket.destroy(new Error(`Still open after: ${answer}`)))
    socket.on('data', chunk => {
      answer += chunk
      const next = others.shift()
      if (next !== undefined) socket.write(next)
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

const statuses = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))

describe('what hooks never see', () => {
  test.each([
    ['no HTTP', 'NOT HTTP\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['an address that is too long', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    [
      'a header that is too long',
      `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    [
      'an address that can not be decoded',
      'GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      400,
      'MALFORMED_REQUEST',
    ],
  ])('such as %s is answered as everything is, and has a line', async (_what, text, status, code) => {
    const {url, lines} = await startServer(() => {})
    const answer = await exchange(url, text)
    expect(statuses(answer)).toEqual([status])
    expect(answer).toMatch(/\r\nx-content-type-options: nosniff\r\n/i)
    const {errors, meta} = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))
    expect(errors).toMatchObject([{code}])
    const {requestId} = meta
    await vi.waitFor(() => expect(lines).toContainEqual(expect.objectContaining({requestId, statusCode: status, code})))
  })

  test('such as a head that never ends is told that its time is over', async () => {
    const {app, url} = await startServer(() => {})
    // Node looks at its connections every 30 s only; this is what it says then.
    const late = Object.assign(new Error('Request timeout'), {code: 'ERR_HTTP_REQUEST_TIMEOUT'})
    app.server.once('connection', socket => setTimeout(() => app.server.emit('clientError', late, socket), 20))
    const answer = await exchange(url, 'GET / HTTP/1.1\r\nHost: a\r\n')
    expect([statuses(answer), answer.includes('REQUEST_TIMEOUT')]).toEqual([[408], true])
  })
})

test('an address tells OPTIONS what it serves, and refuses all else by it, bodies unread', async () => {
  const {url} = await startServer(app => {
    app.get('/things', async () => 'ok')
    installOtherMethods(app, {url: '/things', allowed: ['GET', 'HEAD']})
  })
  const asked = await fetch(`${url}/things`, {method: 'OPTIONS'})
  expect([asked.status, asked.headers.get('allow'), await asked.text()]).toEqual([204, 'GET, HEAD', ''])
  for (const method of ['POST', 'DELETE', 'QUERY']) {
    const body = method === 'DELETE' ? null : '{'
    const refused = await fetch(`${url}/things`, {method, body, headers: {'content-type': 'application/json'}})
    expect([method, refused.status, refused.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD'])
  }
})

test.each([
  ['that is broken', 'application/json', '{'],
  ['of a type that nobody takes', 'text/csv', 'a,b'],
])('an address that leads nowhere is told so, whatever comes with it, also a body %s', async (_what, type, body) => {
  const {url} = await startServer(() => {})
  const answer = await fetch(`${url}/nowhere`, {method: 'POST', body, headers: {'content-type': type}})
  expect([answer.status, await answer.json()]).toMatchObject([404, {errors: [{code: 'ROUTE_NOT_FOUND'}]}])
})

describe('a caller that asks before it sends its body', () => {
  const post = (path: string, length: number, more = '') =>
    `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`
  const asking = 'Expect: 100-continue\r\n'
  const start = () =>
    startServer(
      app => {
        app.post('/take', async request => request.body)
        app.post('/closed', {onRequest: async (_request, reply) => reply.code(401).send({})}, async () => 'ok')
      },
      {BODY_LIMIT: '100'},
    )

  test('is told to go on when the body is wanted, and may send another request', async () => {
    const {url} = await start()
    const answer = await exchange(url, post('/take', 2, asking), '{}', `${post('/take', 2, 'Connection: close\r\n')}[]`)
    expect(statuses(answer)).toEqual([100, 200, 200])
  })

  test.each([
    ['whoever it is', '/closed', 2, 401],
    ['there is nobody', '/nowhere', 2, 404],
    ['what it would send is too large', '/take', 101, 413],
  ])('is refused at once when %s, and the connection ends', async (_why, path, length, status) => {
    const {url} = await start()
    const answer = await exchange(url, post(path, length, asking))
    expect([statuses(answer), /connection: close/i.test(answer)]).toEqual([[status], true])
  })

  test('for something else is served all the same', async () => {
    const {url} = await start()
    const answer = await exchange(url, `${post('/take', 2, 'Expect: miracles\r\nConnection: close\r\n')}{}`)
    expect(statuses(answer)).toEqual([200])
  })

  test('in whose place nobody goes on waiting is not told anything later', async () => {
    const {url} = await startServer(
      app => {
        app.post('/late', {onRequest: async () => sleep(5000, undefined, {ref: false})}, async () => 'ok')
      },
      {REQUEST_TIMEOUT: '80'},
    )
    expect(statuses(await exchange(url, post('/late', 2, asking)))).toEqual([503])
  })
})
