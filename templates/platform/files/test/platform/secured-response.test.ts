import {once} from 'node:events'
import {createServer, type OutgoingHttpHeaders, type RequestListener, type Server} from 'node:http'
import {type AddressInfo, connect} from 'node:net'
import {text} from 'node:stream/consumers'
import {fastify} from 'fastify'
import {expect, test} from 'vitest'
import {SecuredResponse, securityHeaders} from '../../src/platform/http/secured-response.js'
import {installSecurityHeaders} from '../../src/platform/http/security-headers.js'

/** What a caller of a server finds out, which answers in one way or another. */
async function ask<Found>(server: Server, find: (port: number) => Promise<Found>): Promise<Found> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    // A server that listens on a TCP port has an address object.
    return await find((server.address() as AddressInfo).port)
  } finally {
    server.close()
  }
}

/** The headers of an answer that is written in one way or another. */
function headersOf(write: RequestListener<never, never>): Promise<Headers> {
  return ask(createServer({ServerResponse: SecuredResponse}, write as RequestListener), async port => {
    const response = await fetch(`http://127.0.0.1:${port}/`)
    await response.text()
    return response.headers
  })
}

/** All bytes of an answer, as lines; security headers and the time left out. */
function linesOf(server: Server): Promise<string[]> {
  return ask(server, async port => {
    const socket = connect(port, '127.0.0.1')
    socket.end('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
    const own = new Set([...Object.keys(securityHeaders), 'date'])
    const lines = (await text(socket)).split('\r\n')
    return lines.filter(line => !own.has(line.split(':')[0]?.toLowerCase() ?? '')).sort()
  })
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

test.each<readonly [string, OutgoingHttpHeaders]>([
  ['text', {'content-type': 'text/plain', 'X-Own': 'a b'}],
  ['numbers', {'content-length': 4, 'x-own': 1}],
  ['a length in capitals', {'Content-Length': '4'}],
  ['several values', {'set-cookie': ['a=1', 'b=2']}],
  ['the end of the connection', {connection: 'close', 'x-own': 'yes'}],
  ['a way of transfer', {'transfer-encoding': 'chunked'}],
  [
    'a file with a name of other letters',
    {'content-disposition': 'attachment; filename="\u00e9"', 'content-length': 4},
  ],
])('headers with %s are written as Node writes them', async (_name, headers) => {
  const answer: RequestListener = (_request, response) => void response.writeHead(200, headers).end('body')
  expect(await linesOf(createServer({ServerResponse: SecuredResponse}, answer))).toEqual(
    await linesOf(createServer(answer)),
  )
})

test.each<readonly [string, OutgoingHttpHeaders]>([
  ['a name', {'x-a\r\nx-evil': '1'}],
  ['a name with a space', {'x a': '1'}],
  ['a value', {'x-own': '1\r\nx-evil: 1'}],
  ['one of several values', {'set-cookie': ['a=1\r\nx-evil: 1']}],
  ['a value that is missing', {'x-own': undefined}],
])('nothing is slipped in with %s', async (_name, headers) => {
  const seen = await headersOf((_request, response: SecuredResponse) => {
    expect(() => response.writeHead(200, headers)).toThrow(/Invalid|must be/)
    response.end()
  })
  expect(Object.fromEntries(seen)).toMatchObject(securityHeaders)
  expect(seen.has('x-evil')).toBe(false)
})
