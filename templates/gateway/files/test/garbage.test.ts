import type {AddressInfo} from 'node:net'
import {createServer, type Server, type Socket} from 'node:net'
import {request} from 'undici'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {startGateway, type TestGateway} from './start-gateway.js'

let service: Server
let gateway: TestGateway
let answer: (socket: Socket) => void

beforeEach(async () => {
  service = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
  })
  await new Promise<void>(resolve => service.listen(0, '127.0.0.1', resolve))
  const {port} = service.address() as AddressInfo // It listens on a TCP port.
  gateway = await startGateway(`
routes:
  - {name: orders, prefix: /orders, upstream: "http://127.0.0.1:${port}", timeout: 500ms, breaker: {consecutive: 3}}
`)
})

afterEach(async () => {
  await gateway.close()
  await new Promise(resolve => service.close(resolve))
})

const saying = (text: string) => {
  answer = socket => socket.end(text, 'latin1')
}

const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'

describe('an upstream that answers', () => {
  test.each([
    ['nothing', ''],
    ['no HTTP', '220 mail.example.com ESMTP\r\n'],
    ['half a status line', 'HTTP/1.1 20'],
    ['a status that is none', 'HTTP/1.1 9999 Odd\r\n\r\n'],
    ['a header without a colon', `${head}nonsense\r\n\r\n{}`],
    ['two lengths', `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ['a length that is none', `${head}Content-Length: two\r\n\r\n{}`],
    [
      'a page about its own failure',
      'HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n<h1>stack</h1>',
    ],
    ['more headers than anybody takes', `${head}X-A: ${'a'.repeat(100_000)}\r\n\r\n{}`],
  ])('%s is a 502, and counts for the breaker', async (_what, text) => {
    saying(text)
    for (let time = 0; time < 3; time++) {
      const {status, codes, text: body} = await gateway.send('/orders')
      expect([status, codes]).toEqual([502, ['UPSTREAM_BAD_RESPONSE']])
      expect(body).not.toContain('stack')
    }
    expect((await gateway.send('/orders')).codes).toEqual(['CIRCUIT_OPEN'])
  })

  test.each([
    ['less than it has announced', `${head}Content-Length: 100\r\n\r\n{"data":`],
    ['a chunk of no size', `${head}Transfer-Encoding: chunked\r\n\r\n3\r\n{"d\r\nzz\r\n`],
    ['no last chunk', `${head}Transfer-Encoding: chunked\r\n\r\n8\r\n{"data":\r\n`],
  ])('%s breaks off at the caller, too, who can not take it for whole', async (_what, text) => {
    saying(text)
    const headers = {authorization: `Bearer ${await gateway.token()}`}
    const read = async () => (await request(`${gateway.url}/orders`, {headers})).body.text()
    await expect(read()).rejects.toThrow()
    // The gateway lives, and the next answer is a good one.
    saying(`${head}Content-Length: 2\r\n\r\n{}`)
    expect(await gateway.send('/orders')).toMatchObject({status: 200, text: '{}'})
  })

  test.each([
    [
      'nothing new, and the length of what was not sent',
      'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nContent-Length: 50',
      304,
    ],
    ['no content, and a length of it', 'HTTP/1.1 204 No Content\r\nContent-Length: 50', 204],
  ])('%s is understood', async (_what, text, expected) => {
    saying(`${text}\r\n\r\n`)
    const {status, text: body} = await gateway.send('/orders')
    expect([status, body]).toEqual([expected, ''])
  })

  test('a body that breaks at its first byte is a 502: nothing of it was passed on', async () => {
    saying(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)
    const {status, codes} = await gateway.send('/orders')
    expect([status, codes]).toEqual([502, ['UPSTREAM_BAD_RESPONSE']])
  })

  test('more than it has announced gives the caller just that, and the rest to nobody', async () => {
    const second = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 6\r\n\r\n"evil"'
    answer = socket => socket.write(`${head}Content-Length: 2\r\n\r\n{}${second}`)
    const first = await gateway.send('/orders')
    expect([first.status, first.text]).toEqual([200, '{}'])
    saying(`${head}Content-Length: 4\r\n\r\n"ok"`)
    expect((await gateway.send('/orders')).text).toBe('"ok"')
  })

  test('a byte now and then, and never a whole head, is late', async () => {
    answer = socket => {
      const drip = setInterval(() => socket.write('H'), 50)
      socket.once('close', () => clearInterval(drip))
    }
    const {status} = await gateway.send('/orders')
    expect([502, 504]).toContain(status)
  })

  test('with hints ahead of it gives the caller the answer', async () => {
    saying(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${head}Content-Length: 2\r\n\r\n{}`)
    expect(await gateway.send('/orders')).toMatchObject({status: 200, text: '{}'})
  })
})
