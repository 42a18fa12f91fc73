import {once} from 'node:events'
import {request as httpRequest} from 'node:http'
import {Readable} from 'node:stream'
import {setTimeout as sleep} from 'node:timers/promises'
import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'
import {request} from 'undici'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {startGateway, type TestGateway} from './start-gateway.js'
import {ok, sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

const megabyte = 1024 * 1024
const chunk = Buffer.alloc(64 * 1024, 'x')

let files: UpstreamServer
let gateway: TestGateway
let authorization: string

beforeAll(async () => {
  files = await startUpstream()
  gateway = await startGateway(
    `
routes:
  - {name: files, prefix: /api/v1/files, upstream: "${files.url}", timeout: 500ms}
  - {name: large, prefix: /api/v1/large, upstream: "${files.url}", bodyLimit: 200MB, duration: 2m}
  - {name: short, prefix: /api/v1/short, upstream: "${files.url}", timeout: 300ms, duration: 600ms}
`,
    // 100 MB take their time where other work is done, too.
    {REQUEST_TIMEOUT: '120000'},
  )
  authorization = `Bearer ${await gateway.token()}`
})

afterAll(async () => {
  await gateway.close()
  await files.close()
})

/** So many bytes, made when they are asked for. */
function* bytes(amount: number): Generator<Buffer> {
  for (let sent = 0; sent < amount; sent += chunk.length) yield chunk.subarray(0, amount - sent)
}

// What was passed on lies about until it is collected, and how long differs between versions of Node.
setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** The most memory outside of the heap, where bodies would be kept, beyond what was in use before; in MB. */
async function peakMemory(action: () => Promise<unknown>): Promise<number> {
  const inUse = () => {
    collectGarbage()
    return process.memoryUsage().arrayBuffers / megabyte
  }
  const before = inUse()
  let peak = before
  const timer = setInterval(() => {
    peak = Math.max(peak, inUse())
  }, 40)
  try {
    await action()
  } finally {
    clearInterval(timer)
  }
  return peak - before
}

describe('a body', () => {
  test('of 10 MB passes in both directions', async () => {
    files.answer((incoming, response) => {
      response.writeHead(200, {'content-type': 'application/octet-stream'})
      incoming.pipe(response)
    })
    const {statusCode, body} = await request(`${gateway.url}/api/v1/files`, {
      method: 'POST',
      headers: {authorization, 'content-length': String(10 * megabyte)},
      body: Readable.from(bytes(10 * megabyte)),
    })
    let received = 0
    for await (const part of body) received += part.length
    expect([statusCode, received]).toEqual([200, 10 * megabyte])
  })

  test('is never kept: memory stays flat while 100 MB pass in both directions', async () => {
    files.answer((incoming, response) => {
      response.writeHead(200, {'content-type': 'application/octet-stream'})
      incoming.pipe(response)
    })
    let received = 0
    const peak = await peakMemory(async () => {
      const {body} = await request(`${gateway.url}/api/v1/large`, {
        method: 'PUT',
        headers: {authorization},
        body: Readable.from(bytes(100 * megabyte)),
      })
      for await (const part of body) received += part.length
    })
    expect(received).toBe(100 * megabyte)
    // Caller and upstream live in this process, too, and have chunks of their own under way.
    expect(peak).toBeLessThan(40)
  }, 120_000)

  test('is read no faster than the upstream takes it', async () => {
    // It answers in the end, but it never reads.
    files.answer((_incoming, response) => setTimeout(ok, 400, _incoming, response))
    let made = 0
    const source = Readable.from(
      (function* () {
        for (const part of bytes(100 * megabyte)) {
          made += part.length
          yield part
        }
      })(),
    )
    const answer = await request(`${gateway.url}/api/v1/large`, {method: 'PUT', headers: {authorization}, body: source})
    await answer.body.dump()
    source.destroy()
    // What the sockets of the system take in is more than nothing.
    expect(made).toBeLessThan(50 * megabyte)
  })

  test('that begins to arrive is passed on at once, before it ends', async () => {
    let goOn = () => {}
    files.answer((_incoming, response) => {
      response.writeHead(200, {'content-type': 'text/event-stream'})
      response.write('data: first\n\n')
      goOn = () => response.end('data: second\n\n')
    })
    const {body} = await request(`${gateway.url}/api/v1/files`, {headers: {authorization}})
    const iterator = body[Symbol.asyncIterator]()
    expect(String((await iterator.next()).value)).toBe('data: first\n\n')
    // Longer than an answer may take to begin: it has begun.
    await sleep(600)
    goOn()
    expect(String((await iterator.next()).value)).toBe('data: second\n\n')
  })

  test('of an answer that takes longer than the route allows is cut off', async () => {
    files.answer((_incoming, response) => {
      response.writeHead(200, {'content-type': 'text/event-stream'})
      response.write('data: first\n\n')
    })
    const {body} = await request(`${gateway.url}/api/v1/short`, {headers: {authorization}})
    await expect(body.text()).rejects.toThrow()
  })
})

describe('a body that is too large', () => {
  test('and says so is refused before the upstream hears of it', async () => {
    const before = files.requests.length
    const {statusCode, body} = await request(`${gateway.url}/api/v1/files`, {
      method: 'POST',
      headers: {authorization, 'content-length': String(10 * megabyte + 1)},
      body: Readable.from(bytes(10 * megabyte + 1)),
    })
    expect(statusCode).toBe(413)
    expect(await body.json()).toMatchObject({errors: [{code: 'PAYLOAD_TOO_LARGE', details: {limit: 10 * megabyte}}]})
    expect(files.requests.length).toBe(before)
  })

  test('and does not say so is refused in the middle, and the upstream never sees its end', async () => {
    let whole = false
    files.answer((incoming, response) => {
      incoming.resume().once('end', () => {
        whole = true
        ok(incoming, response)
      })
    })
    const {statusCode, body} = await request(`${gateway.url}/api/v1/files`, {
      method: 'POST',
      headers: {authorization},
      body: Readable.from(bytes(10 * megabyte + 1)),
    })
    expect(statusCode).toBe(413)
    expect(await body.json()).toMatchObject({errors: [{code: 'PAYLOAD_TOO_LARGE'}]})
    expect(whole).toBe(false)
  })

  test('says nothing about the upstream: the breaker stays closed', async () => {
    files.answer((incoming, response) => incoming.resume().once('end', () => ok(incoming, response)))
    for (let time = 0; time < 6; time++) {
      const body = Readable.from(bytes(10 * megabyte + 1))
      const {body: answer} = await request(`${gateway.url}/api/v1/files`, {
        method: 'POST',
        headers: {authorization},
        body,
      })
      await answer.dump()
    }
    expect((await gateway.send('/api/v1/files')).status).toBe(200)
  })
})

describe('a caller who hangs up', () => {
  test('while the upstream still thinks cancels the work of the upstream', async () => {
    const cancelled = cancelledUpstream()
    const controller = new AbortController()
    const answer = request(`${gateway.url}/api/v1/large`, {headers: {authorization}, signal: controller.signal})
    answer.catch(() => undefined)
    await cancelled.begun
    controller.abort()
    await cancelled.over
    await expect(answer).rejects.toThrow()
  })

  test('in the middle of an answer cancels the rest', async () => {
    const over = new Promise<void>(resolve => {
      files.answer((_incoming, response) => {
        response.writeHead(200, {'content-type': 'application/octet-stream'})
        Readable.from(bytes(1000 * megabyte))
          .on('error', () => undefined)
          .pipe(response)
        response.once('close', resolve)
      })
    })
    const {body} = await request(`${gateway.url}/api/v1/large`, {headers: {authorization}})
    body.once('error', () => undefined)
    await once(body, 'readable')
    body.destroy()
    await over
  })

  test('in the middle of an upload ends it, and that is no failure of the upstream', async () => {
    for (let time = 0; time < 6; time++) {
      const cancelled = cancelledUpstream()
      const {hostname, port} = new URL(gateway.url)
      const upload = httpRequest({hostname, port, path: '/api/v1/files', method: 'POST', headers: {authorization}})
      upload.once('error', () => undefined)
      upload.write(chunk)
      await cancelled.begun
      upload.destroy()
      await cancelled.over
    }
    files.answer(ok)
    expect((await gateway.send('/api/v1/files')).status).toBe(200)
  })

  test('is in the log, as 499', async () => {
    await sleep(20)
    expect(gateway.logs).toContainEqual(expect.objectContaining({statusCode: 499, route: '/api/v1/large'}))
  })
})

test('a slow upload is not the fault of the upstream', async () => {
  files.answer((incoming, response) => incoming.resume().once('end', () => sendJson(response, 201, {})))
  const slow = async function* () {
    // Twice the time that the upstream has for its answer.
    for (let part = 0; part < 10; part++) {
      await sleep(100)
      yield chunk
    }
  }
  const {status} = await gateway.send('/api/v1/files', {method: 'POST', body: Readable.from(slow())})
  expect(status).toBe(201)
})

/** An upstream that never answers, and tells when a request has begun and when it is over. */
function cancelledUpstream(): {readonly begun: Promise<void>; readonly over: Promise<void>} {
  let begin = () => {}
  const begun = new Promise<void>(resolve => {
    begin = resolve
  })
  const over = new Promise<void>(resolve => {
    files.answer((incoming, response) => {
      // Who does not read does not notice that the other side is gone.
      incoming.resume()
      response.once('close', resolve)
      begin()
    })
  })
  return {begun, over}
}
