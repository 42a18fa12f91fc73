import {readFileSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import {expect, test} from 'vitest'
import type {LoadTestRequest} from '../../../src/loadtest/source/request.js'
import {load} from '../target/load.js'
import {type Answer, type Http2Target, ok, startHttp2} from './http2-target.js'

const root = 'test/fixtures/tls'
const [key, cert] = ['key.pem', 'cert.pem'].map(name => readFileSync(`${root}/${name}`))
const trusted = {ca: 'cert.pem'}

const loaded = (url: string, request: Partial<LoadTestRequest> = {}, tls: object = trusted) =>
  load(
    'staging',
    {rate: '200/s', http2: true, ...request},
    {root, config: {loadtest: {targets: {staging: {url, tls}}}}},
  )

async function against(
  answer: Answer,
  request: Partial<LoadTestRequest>,
  options: Parameters<typeof startHttp2>[1] = {},
) {
  const target = await startHttp2(answer, options)
  try {
    return {...(await loaded(target.url, request)), target}
  } finally {
    target.stop()
  }
}

test.each([{plain: false}, {plain: true}])('a load of HTTP/2 is exact: %j', async options => {
  const {figures, report, target} = await against(ok, {connections: 2}, options)
  expect(figures).toMatchObject({
    requests: {planned: 200, sent: 200, completed: 200, unsent: 0},
    statuses: {200: 200},
    errors: {},
    connections: {protocol: 'HTTP/2', limit: 200, opened: 2},
  })
  // The pre-flight asks once.
  expect(target.seen.requests).toBe(201)
  expect(target.sessions).toHaveLength(2)
  expect(report.lines?.[0]?.text).toMatch(/\d+ of 200 HTTP\/2 streams on 2 connections used \(open loop\)\.$/)
})

test('no more requests are under way on a connection than the target takes', async () => {
  const slow: Answer = stream => setTimeout(() => stream.destroyed || ok(stream, {}, 0), 20)
  const {figures, target} = await against(slow, {connections: 4}, {settings: {maxConcurrentStreams: 3}})
  expect(figures).toMatchObject({statuses: {200: 200}, errors: {}, connections: {limit: 12, opened: 4}})
  expect(target.seen.together).toBeLessThanOrEqual(3)
})

test('a certificate is shown, and that of the target is verified', async () => {
  const mutual = await startHttp2(ok, {requestCert: true, rejectUnauthorized: true, ...(cert && {ca: cert})})
  const {figures} = await loaded(mutual.url, {}, {...trusted, cert: 'cert.pem', key: 'key.pem'})
  expect(figures.statuses).toEqual({200: 200})
  await expect(loaded(mutual.url, {}, {cert: 'cert.pem', key: 'key.pem'})).rejects.toThrow(/is not trusted/)
  await expect(loaded(mutual.url)).rejects.toThrow(/wants a certificate of us|closes them before an answer/)
  mutual.stop()
})

test('each stream that is reset is an error by its name, and the others of its connection are not', async () => {
  const fifth: Answer = (stream, headers, index) => {
    if (index % 5 === 4) stream.close(2)
    else ok(stream, headers, index)
  }
  const {figures, target} = await against(fifth, {})
  const resets = Math.floor(target.seen.requests / 5)
  expect(figures.errors).toEqual({HTTP2_INTERNAL_ERROR: resets})
  expect(figures.statuses).toEqual({200: 200 - resets})
  expect(figures.connections.opened).toBe(1)
})

test('a body that is cut off is no answer', async () => {
  const cut: Answer = (stream, headers, index) => {
    if (index === 0) return ok(stream, headers, index)
    stream.respond({':status': 200, 'content-length': 100})
    stream.write('half', () => stream.close(2))
  }
  const {figures} = await against(cut, {rate: '50/s'})
  expect(figures.statuses).toEqual({})
  // Whichever of both is seen first: that it was reset, or that it was too short.
  const {HTTP2_INTERNAL_ERROR: reset = 0, HTTP2_PROTOCOL_ERROR: short = 0, ECONNRESET: ended = 0} = figures.errors
  expect(reset + short + ended).toBe(50)
})

test('a target that sends its connections away (GOAWAY) loses no request', async () => {
  const moving: Answer = (stream, headers, index) => {
    ok(stream, headers, index)
    // All that came until then are answered; the next ones need another connection.
    if (index % 40 === 39) stream.session?.close()
  }
  const {figures, target} = await against(moving, {connections: 1})
  expect(figures).toMatchObject({statuses: {200: 200}, errors: {}})
  expect(target.sessions.length).toBeGreaterThan(3)
})

test('a connection that breaks fails the requests that were on it, and is opened again', async () => {
  const breaking: Answer = (stream, headers, index) => {
    if (index % 50 === 49) stream.session?.destroy()
    else ok(stream, headers, index)
  }
  const {figures, target} = await against(breaking, {connections: 1})
  const failed = figures.errors['ECONNRESET'] ?? 0
  expect(failed).toBeGreaterThanOrEqual(4)
  expect(figures.statuses[200]).toBe(200 - failed)
  expect(Object.keys(figures.errors)).toEqual(['ECONNRESET'])
  expect(target.sessions.length).toBeGreaterThanOrEqual(4)
})

test('a stream without an answer times out alone', async () => {
  const silent: Answer = (stream, headers, index) => {
    if (index % 10 !== 9) ok(stream, headers, index)
  }
  const {figures} = await against(silent, {timeout: '300ms'})
  expect(figures.errors).toEqual({ETIMEDOUT: 20})
  expect(figures.statuses).toEqual({200: 180})
  expect(figures.connections.opened).toBe(1)
})

test('bodies, HEAD, early hints and several users', async () => {
  const bodies: string[] = []
  const each: Answer = (stream, headers) => {
    let body = ''
    stream.on('data', chunk => {
      body += chunk
    })
    stream.on('end', () => {
      bodies.push(`${headers[':method']} ${headers[':path']} ${headers[':authority']} ${body}`)
      stream.additionalHeaders({':status': 103, link: '</a.css>; rel=preload'})
      stream.respond({':status': headers[':method'] === 'POST' ? 201 : 200}, {endStream: headers[':method'] === 'HEAD'})
      if (headers[':method'] !== 'HEAD') stream.end('x'.repeat(100_000))
    })
  }
  const {figures, target} = await against(each, {
    mode: 'max',
    rate: undefined,
    users: 3,
    think: '10ms',
    paths: ['HEAD /a?b=c', 'POST /d', '/e'],
    'allow-writes': true,
  })
  expect(figures).toMatchObject({engine: 'closed loop', errors: {}, connections: {limit: 3, opened: 1}})
  expect(Object.keys(figures.statuses)).toEqual(['200', '201'])
  const host = new URL(target.url).host
  expect(new Set(bodies)).toEqual(new Set([`HEAD /a?b=c ${host} `, `POST /d ${host} `, `GET /e ${host} `]))
  const [head, , get] = figures.operations
  expect((get as unknown as {bytes: number}).bytes).toBe((get?.requests ?? 0) * 100_000)
  expect((head as unknown as {bytes: number}).bytes).toBe(0)
})

const portOf = (server: Server) => (server.address() as AddressInfo).port

test('a target that speaks HTTP/1.1 only is told so, with TLS and without', async () => {
  const secure = createTlsServer({key, cert}, (_, response) => response.end())
  const plain = createServer((_, response) => response.end())
  for (const server of [secure, plain]) await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  await expect(loaded(`https://localhost:${portOf(secure)}`)).rejects.toThrow(/does not speak HTTP\/2\./)
  await expect(loaded(`http://localhost:${portOf(plain)}`)).rejects.toThrow(/does not speak HTTP\/2 without TLS/)
  secure.close()
  plain.close()
})

test.each(['slo', 'max'] as const)('a target that speaks HTTP/2 only is never a silent zero in mode %s', async mode => {
  const targets: Http2Target[] = [await startHttp2(ok), await startHttp2(ok, {plain: true})]
  for (const {url} of targets) {
    const failed = loaded(url, {mode, http2: false, ...(mode === 'max' && {rate: undefined})})
    await expect(failed).rejects.toThrow(/does not (speak|answer in) HTTP\/1\.1/)
    await expect(failed).rejects.toMatchObject({hint: expect.stringContaining('--http2')})
  }
  for (const target of targets) target.stop()
})

test('a port that takes connections and says nothing does not hold up the run', async () => {
  const {createServer: createSocketServer} = await import('node:net')
  const mute = createSocketServer(socket => socket.on('error', () => {}))
  await new Promise<void>(done => mute.listen(0, '127.0.0.1', done))
  const {port} = mute.address() as AddressInfo
  await expect(loaded(`http://localhost:${port}`, {timeout: '300ms'})).rejects.toThrow(/did not answer within 0\.3 s/)
  mute.close()
})

test('--mode max says that it cannot', async () => {
  await expect(load('http://127.0.0.1:9', {mode: 'max', http2: true})).rejects.toThrow(/does not speak HTTP\/2/)
})
