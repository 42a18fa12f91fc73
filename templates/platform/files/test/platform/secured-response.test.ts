import {once} from 'node:events'
import {createServer, type RequestListener} from 'node:http'
import type {AddressInfo} from 'node:net'
import {fastify} from 'fastify'
import {expect, test} from 'vitest'
import {SecuredResponse, securityHeaders} from '../../src/platform/http/secured-response.js'
import {installSecurityHeaders} from '../../src/platform/http/security-headers.js'

/** The headers of an answer that is written in one way or another. */
async function headersOf(write: RequestListener<never, never>): Promise<Headers> {
  const server = createServer({ServerResponse: SecuredResponse}, write as RequestListener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    // A server that listens on a TCP port has an address object.
    const {port} = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/`)
    await response.text()
    return response.headers
  } finally {
    server.close()
  }
}

type Write = (answer: SecuredResponse) => unknown

const ways: readonly (readonly [string, Write])[] = [
  ['without headers', answer => answer.end('x')],
  ['with headers that were set before', answer => answer.setHeader('x-own', 'yes').end('x')],
  ['with an object', answer => answer.writeHead(200, {'x-own': 'yes'}).end('x')],
  ['with a reason and an object', answer => answer.writeHead(200, 'Fine', {'x-own': 'yes'}).end('x')],
  ['with a list', answer => answer.writeHead(200, ['x-own', 'yes']).end('x')],
  ['with a status only', answer => answer.writeHead(404).end('x')],
]

test.each(ways)('an answer %s carries every security header once', async (name, write) => {
  const headers = await headersOf((_request, answer) => write(answer))
  // Said twice they would be joined by a comma.
  expect(Object.fromEntries(headers)).toMatchObject(securityHeaders)
  expect(headers.get('x-own')).toBe(/without|only/.test(name) ? null : 'yes')
})

const own = {'x-frame-options': 'SAMEORIGIN'}

test.each<readonly [string, Write]>([
  ['before', answer => answer.setHeader('X-Frame-Options', 'SAMEORIGIN').end('x')],
  ['in an object', answer => answer.writeHead(200, own).end('x')],
  ['in a list', answer => answer.writeHead(200, Object.entries(own).flat()).end('x')],
])('what an answer says itself %s holds', async (_name, write) => {
  const headers = await headersOf((_request, answer) => write(answer))
  expect(Object.fromEntries(headers)).toMatchObject({...securityHeaders, ...own})
})

test('a request that is injected gets them, too', async () => {
  const app = fastify()
  installSecurityHeaders(app)
  app.get('/', async () => 'x')
  expect((await app.inject('/')).headers).toMatchObject(securityHeaders)
})
