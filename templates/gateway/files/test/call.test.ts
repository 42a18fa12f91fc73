import {once} from 'node:events'
import {createServer, type RequestListener} from 'node:http'
import type {AddressInfo} from 'node:net'
import {Readable} from 'node:stream'
import {buffer} from 'node:stream/consumers'
import {setTimeout as sleep} from 'node:timers/promises'
import {Pool} from 'undici'
import {afterEach, describe, expect, test, vi} from 'vitest'
import {call} from '../src/proxy/call.js'
import {Cancellation} from '../src/proxy/cancellation.js'

const closing: (() => Promise<unknown> | undefined)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A server and the connections to it. */
async function poolTo(answer: RequestListener, connections = 1): Promise<Pool> {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server that listens on a TCP port has an address object.
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {connections})
  closing.push(async () => server.close())
  closing.push(() => pool.destroy())
  return pool
}

const get = {method: 'GET', path: '/'} as const

describe('a body', () => {
  test('that comes with its headers is given as a whole', async () => {
    const pool = await poolTo((_request, answer) => answer.writeHead(201, {'x-own': 'a'}).end('small'))
    const {statusCode, headers, body} = await call(pool, get, new Cancellation())
    expect([statusCode, headers['x-own'], body]).toEqual([201, 'a', Buffer.from('small')])
  })

  test('that is empty is an empty buffer', async () => {
    const pool = await poolTo((_request, answer) => answer.writeHead(204).end())
    expect((await call(pool, get, new Cancellation())).body).toEqual(Buffer.alloc(0))
  })

  test('that takes its time is a stream, and its headers do not wait for it', async () => {
    let finish = () => {}
    const pool = await poolTo((_request, answer) => {
      answer.write('first ')
      finish = () => answer.end('last')
    })
    const {body} = await call(pool, get, new Cancellation())
    expect(body).toBeInstanceOf(Readable)
    finish()
    expect((await buffer(body as Readable)).toString()).toBe('first last')
  })

  test('that is large arrives as fast as it is read', async () => {
    const size = 32 * 1024 * 1024
    let written = 0
    const pool = await poolTo((_request, answer) => {
      const chunk = Buffer.alloc(64 * 1024)
      const write = () => {
        while (written < size) {
          written += chunk.length
          if (!answer.write(chunk)) return answer.once('drain', write)
        }
        return answer.end()
      }
      write()
    })
    const {body} = await call(pool, get, new Cancellation())
    await sleep(300)
    // Buffers of the two sockets and of the stream: nobody has read so far.
    expect(written).toBeLessThan(size / 2)
    expect((await buffer(body as Readable)).length).toBe(size)
  })

  test('that breaks off breaks the stream', async () => {
    const pool = await poolTo((_request, answer) => {
      answer.writeHead(200, {'content-length': '100'}).write('some')
      setTimeout(() => answer.destroy(), 50)
    })
    const {body} = await call(pool, get, new Cancellation())
    await expect(buffer(body as Readable)).rejects.toThrow()
  })

  test('that nobody reads any more ends its connection', async () => {
    const gone = vi.fn()
    const pool = await poolTo((_request, answer) => {
      answer.once('close', gone).write('first')
    })
    const {body} = await call(pool, get, new Cancellation())
    ;(body as Readable).destroy()
    await vi.waitFor(() => expect(gone).toHaveBeenCalled(), 5000)
  })
})

describe('a call that is cancelled', () => {
  const reason = new Error('nobody waits')

  test('before it has a connection is refused at once, and nothing is sent', async () => {
    let requests = 0
    const pool = await poolTo((_request, answer) => {
      requests += 1
      setTimeout(() => answer.end(), 100)
    })
    const first = call(pool, get, new Cancellation())
    const cancellation = new Cancellation()
    const second = call(pool, get, cancellation)
    cancellation.cancel(reason)
    await expect(second).rejects.toBe(reason)
    await first
    expect((await call(pool, get, new Cancellation())).statusCode).toBe(200)
    expect(requests).toBe(2)
  })

  test('while its answer is awaited ends', async () => {
    const asked = vi.fn()
    const gone = vi.fn()
    const pool = await poolTo((_request, answer) => {
      asked()
      answer.once('close', gone)
    })
    const cancellation = new Cancellation()
    const waiting = call(pool, get, cancellation)
    waiting.catch(() => undefined)
    await vi.waitFor(() => expect(asked).toHaveBeenCalled(), 5000)
    cancellation.cancel(reason)
    await expect(waiting).rejects.toBe(reason)
    await vi.waitFor(() => expect(gone).toHaveBeenCalled(), 5000)
  })

  test('in the middle of its answer breaks the stream', async () => {
    const pool = await poolTo((_request, answer) => {
      answer.write('first')
    })
    const cancellation = new Cancellation()
    const {body} = await call(pool, get, cancellation)
    const read = buffer(body as Readable)
    read.catch(() => undefined)
    cancellation.cancel(reason)
    await expect(read).rejects.toBe(reason)
  })

  test('when it is over already changes nothing', async () => {
    const pool = await poolTo((_request, answer) => answer.end('all'))
    const cancellation = new Cancellation()
    const {body} = await call(pool, get, cancellation)
    cancellation.cancel(reason)
    expect(body).toEqual(Buffer.from('all'))
    expect(((await call(pool, get, new Cancellation())).body as Buffer).toString()).toBe('all')
  })
})

test('a body that can not be sent any more is ended', async () => {
  const pool = await poolTo((_request, answer) => answer.destroy())
  const body = new Readable({read: () => undefined})
  body.push('some')
  await expect(call(pool, {method: 'POST', path: '/', body}, new Cancellation())).rejects.toThrow()
  expect(body.destroyed).toBe(true)
})
