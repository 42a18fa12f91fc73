import {once} from 'node:events'
import type {IncomingMessage} from 'node:http'
import {connect as connectRaw} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import {type RawData, WebSocket, WebSocketServer} from 'ws'
import {rawExchange, statusesIn} from './raw-exchange.js'
import {startGateway, type TestGateway} from './start-gateway.js'
import {sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

let chat: UpstreamServer
let sockets: WebSocketServer
let gateway: TestGateway
let token: string

const page = 'https://app.example.com'

beforeEach(async () => {
  chat = await startUpstream((_request, response) => sendJson(response, 404, {errors: []}))
  sockets = new WebSocketServer({server: chat.server, path: '/chat/room'})
  gateway = await startGateway(
    `
routes:
  - {name: chat, prefix: /chat, upstream: "${chat.url}", webSocket: {connections: 2, messageSize: 1kB, messageRate: 20, idle: 400ms}}
  - {name: orders, prefix: /orders, upstream: "${chat.url}"}
`,
    {CORS_ORIGINS: page},
  )
  token = await gateway.token()
})

afterEach(async () => {
  await gateway.close()
  for (const client of sockets.clients) client.terminate()
  await chat.close()
})

function echo(): void {
  sockets.on('connection', socket => {
    socket.on('message', (data, isBinary) => socket.send(data, {binary: isBinary}))
  })
}

function connect(path = '/chat/room', headers: Record<string, string> = {}, protocols: string[] = []): WebSocket {
  return new WebSocket(gateway.url.replace('http', 'ws') + path, protocols, {
    headers: {authorization: `Bearer ${token}`, ...headers},
  })
}

/** The status of a refusal. */
async function refusal(socket: WebSocket): Promise<number> {
  const [, response] = await once(socket, 'unexpected-response')
  return response.statusCode
}

const codeOf = async (socket: WebSocket): Promise<number> => (await once(socket, 'close'))[0]
const text = (data: RawData): string => data.toString()

const key = 'dGhlIHNhbXBsZSBub25jZQ=='
/** A request for a WebSocket as it is written. */
const request = (more: string) =>
  `GET /chat/room HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${more}\r\n`

describe('a WebSocket', () => {
  test('goes through in both directions, with text, bytes, headers and protocol', async () => {
    echo()
    const asked: IncomingMessage[] = []
    sockets.on('connection', (_socket, request) => asked.push(request))
    const socket = connect('/chat/room?x=1', {'x-user-id': 'root', 'x-correlation-id': 'c-1'}, ['a.v1', 'b.v1'])
    await once(socket, 'open')
    expect(socket.protocol).toBe('a.v1')
    socket.send('hello')
    expect((await once(socket, 'message')).map(String)).toEqual(['hello', 'false'])
    socket.send(Buffer.from([0, 1, 255]))
    expect(await once(socket, 'message')).toEqual([Buffer.from([0, 1, 255]), true])
    const [request] = asked
    expect(request?.url).toBe('/chat/room?x=1')
    expect(request?.headers).toMatchObject({'x-correlation-id': 'c-1', 'x-service-name': 'gateway'})
    expect(request?.headers['x-user-id']).toBeUndefined()
    const [far] = sockets.clients
    const farCode = far && codeOf(far)
    socket.close(4001, 'enough')
    expect([await codeOf(socket), await farCode]).toEqual([4001, 4001])
  })

  test('keeps what the service says first, and the order of everything', async () => {
    sockets.on('connection', socket => {
      for (let number = 0; number < 500; number++) socket.send(String(number))
    })
    const socket = connect()
    const seen: string[] = []
    socket.on('message', data => seen.push(text(data)))
    await vi.waitFor(() => expect(seen.length).toBe(500), 5000)
    expect(seen).toEqual(Array.from({length: 500}, (_, number) => String(number)))
    socket.terminate()
  })

  test('needs a good token, like any other request', async () => {
    echo()
    expect(await refusal(connect('/chat/room', {authorization: 'none'}))).toBe(401)
    expect(sockets.clients.size).toBe(0)
  })

  test('of a page of somebody else is refused, of one of ours is not', async () => {
    echo()
    expect(await refusal(connect('/chat/room', {origin: 'https://evil.example.com'}))).toBe(403)
    const socket = connect('/chat/room', {origin: page})
    await once(socket, 'open')
    socket.terminate()
  })

  test('is refused where the route has none, and where the service has none', async () => {
    expect(await refusal(connect('/orders/1'))).toBe(400)
    expect(await refusal(connect('/nowhere'))).toBe(404)
    expect([400, 404]).toContain(await refusal(connect('/chat/other')))
  })

  test('of a service that is not there is a 502', async () => {
    await chat.close()
    expect(await refusal(connect())).toBe(502)
  })

  test('is one too many when all places are taken, and there is room again when one leaves', async () => {
    echo()
    const open = [connect(), connect()]
    await Promise.all(open.map(socket => once(socket, 'open')))
    expect(await refusal(connect())).toBe(503)
    open[0]?.close()
    await vi.waitFor(async () => {
      const next = connect()
      await once(next, 'open')
      next.terminate()
    }, 5000)
    open[1]?.terminate()
  })

  test('ends when a message is too large, and when there are too many', async () => {
    echo()
    const large = connect()
    await once(large, 'open')
    large.send('x'.repeat(2000))
    expect([1009, 1011]).toContain(await codeOf(large))
    const many = connect()
    await once(many, 'open')
    for (let number = 0; number < 40; number++) many.send('x')
    expect(await codeOf(many)).toBe(1008)
  })

  test('ends when nobody shows a sign of life, and not before', async () => {
    echo()
    const lively = connect()
    await once(lively, 'open')
    const dead = new WebSocket(`${gateway.url.replace('http', 'ws')}/chat/room`, {
      headers: {authorization: `Bearer ${token}`},
      autoPong: false,
    })
    await once(dead, 'open')
    for (const each of sockets.clients) each.removeAllListeners('ping')
    expect(await codeOf(dead)).toBe(1008)
    await sleep(500)
    expect(lively.readyState).toBe(WebSocket.OPEN)
    lively.terminate()
  })

  test('ends with the service, by its code', async () => {
    sockets.on('connection', socket => socket.close(4002, 'go'))
    expect(await codeOf(connect())).toBe(4002)
  })

  test('is refused when the request for it is not well-formed, and the service is not asked', async () => {
    const asked = await rawExchange(gateway.url, request('Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n'))
    const old = await rawExchange(gateway.url, request(`Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: ${key}\r\n`))
    expect([statusesIn(asked), statusesIn(old)]).toEqual([[400], [400]])
    expect(old).toMatch(/sec-websocket-version: 13\r\n/i)
    expect(sockets.clients.size).toBe(0)
  })

  test('at an address where the service answers as usual is refused, and that speaks not against the service', async () => {
    chat.answer((_request, response) => sendJson(response, 200, {data: {}, meta: {}}))
    for (let time = 0; time < 6; time++) expect(await refusal(connect('/chat/rooms'))).toBe(400)
    const {status} = await gateway.send('/chat/rooms')
    expect(status).toBe(200)
  })

  test('whose caller hangs up as soon as it has asked ends nothing, and leaves nothing behind', async () => {
    echo()
    for (let time = 0; time < 40; time++) {
      const socket = connectRaw(Number(new URL(gateway.url).port), '127.0.0.1')
      await once(socket, 'connect')
      // Whether it is answered, is being let in, or is in already: at another moment each time.
      socket.write(request(`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n`))
      await sleep(time % 8)
      socket.resetAndDestroy()
    }
    await vi.waitFor(() => expect(sockets.clients.size).toBe(0), 5000)
    const next = connect()
    await once(next, 'open')
    next.terminate()
  })

  test('whose caller is gone leaves nothing behind at the service', async () => {
    echo()
    const socket = connect()
    await once(socket, 'open')
    socket.terminate()
    await vi.waitFor(() => expect(sockets.clients.size).toBe(0), 5000)
  })

  test('is told when the gateway stops, and holds nothing up', async () => {
    echo()
    const socket = connect()
    await once(socket, 'open')
    const code = codeOf(socket)
    await gateway.close()
    expect(await code).toBe(1001)
  })
})
