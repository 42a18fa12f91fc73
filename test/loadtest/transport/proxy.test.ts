import {afterAll, afterEach, describe, expect, test, vi} from 'vitest'
import type {LoadTestRequest} from '../../../src/loadtest/source/request.js'
import {isExempt} from '../../../src/loadtest/transport/proxy.js'
import {load} from '../target/load.js'
import {startProxy} from '../target/proxy.js'
import {startTarget} from '../target/target.js'
import {ok, startHttp2} from './http2-target.js'

const proxy = await startProxy()
const {url, asked} = proxy
const target = await startTarget({})
afterAll(async () => {
  proxy.stop()
  await target.stop()
})
afterEach(() => {
  asked.length = 0
  proxy.refuseWith(undefined)
  vi.unstubAllEnvs()
})

const root = 'test/fixtures/tls'

/** Loads a target of a name that only the proxy knows. */
const staging = (request: Partial<LoadTestRequest> = {}, address = `http://staging.example.com:${target.port}`) =>
  load(
    'staging',
    {rate: '50/s', ...request},
    {root, config: {loadtest: {targets: {staging: {url: address, tls: {ca: 'cert.pem'}}}}}},
  )

test.each(['HTTP_PROXY', 'http_proxy'])('%s leads to the target, and the report says so', async variable => {
  vi.stubEnv(variable, url)
  vi.stubEnv('NO_PROXY', 'other.example.com')
  const {figures, report} = await staging()
  expect(figures).toMatchObject({statuses: {200: 50}, errors: {}, target: {proxy: url}})
  expect(new Set(asked.map(({authority}) => authority))).toEqual(new Set([`staging.example.com:${target.port}`]))
  expect(asked.length).toBe(figures.connections.opened)
  expect(report.lines?.[0]?.text).toContain(` through ${url}: 50 requests`)
})

test('NO_PROXY has its host go without', async () => {
  vi.stubEnv('HTTP_PROXY', url)
  vi.stubEnv('NO_PROXY', '.example.com')
  await expect(staging()).rejects.toThrow('The host "staging.example.com" is unknown')
  expect(asked).toEqual([])
})

test('this machine is reached without a proxy, unless one is asked for', async () => {
  vi.stubEnv('HTTP_PROXY', url)
  const {figures} = await load(target.url, {rate: '20/s'})
  expect(figures.statuses).toEqual({200: 20})
  expect(asked).toEqual([])
  const through = await load(target.url, {rate: '20/s', proxy: url})
  expect(through.figures.statuses).toEqual({200: 20})
  expect(asked.length).toBeGreaterThan(0)
})

test('to a proxy elsewhere this machine is another one, which mesh.yaml does not name', async () => {
  await expect(load(target.url, {proxy: 'http://192.0.2.1:3128'})).rejects.toThrow(
    /may not be loaded through "http:\/\/192\.0\.2\.1:3128": to that proxy it is another machine/,
  )
})

test('credentials of a proxy are sent to it, and shown nowhere', async () => {
  const secret = url.replace('//', '//me:s3cr%40t@')
  const {report} = await staging({proxy: secret})
  expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from('me:s3cr@t').toString('base64')}`)
  expect(JSON.stringify(report)).not.toMatch(/s3cr/)
})

test('mode max goes through it, too', async () => {
  const {figures} = await staging({mode: 'max', rate: undefined, proxy: url, connections: 2})
  expect(Object.keys(figures.statuses)).toEqual(['200'])
  expect(figures.errors).toEqual({})
  expect(asked.length).toBe(figures.connections.opened)
})

test('TLS and HTTP/2 are spoken with the target, not with the proxy', async () => {
  const secure = await startHttp2(ok)
  const {figures} = await staging({proxy: url, http2: true}, secure.url)
  secure.stop()
  expect(figures).toMatchObject({statuses: {200: 50}, connections: {protocol: 'HTTP/2', opened: 1}})
  expect(asked).toHaveLength(1)
  const strange = await startHttp2(ok)
  const untrusted = {targets: {staging: {url: strange.url}}}
  const refused = load('staging', {proxy: url, http2: true}, {root, config: {loadtest: untrusted}})
  await expect(refused).rejects.toThrow(/is not trusted/)
  strange.stop()
})

describe('what goes wrong', () => {
  test.each([403, 407])('a proxy that answers %i', async status => {
    proxy.refuseWith(status)
    await expect(staging({proxy: url})).rejects.toThrow(
      `"http://staging.example.com:${target.port}" cannot be reached: The proxy "${url}" answers ${status} to "CONNECT staging.example.com:${target.port}".`,
    )
  })

  test('a proxy that does not run', async () => {
    await expect(staging({proxy: 'http://127.0.0.1:9'})).rejects.toThrow(
      'The proxy "http://127.0.0.1:9" refuses connections',
    )
  })

  test('something that is no proxy', async () => {
    const mute = await startTarget({raw: {answer: 'SSH-2.0-OpenSSH_9.6\r\n\r\n'}})
    await expect(staging({proxy: mute.url})).rejects.toThrow('does not answer as a proxy')
    await mute.stop()
  })

  test.each(['socks5://127.0.0.1:1080', 'proxy.example.com', 'http://no-such-host.invalid:1'])('%s', async text => {
    await expect(staging({proxy: text})).rejects.toThrow(/^The proxy (that --proxy names|"http:\/\/no-such-host)/)
  })
})

test.each([
  ['https://staging.example.com', '*', true],
  ['https://staging.example.com', 'example.com', true],
  ['https://staging.example.com', '.example.com', true],
  ['https://staging.example.com', '*.example.com', true],
  ['https://staging.example.com', 'other.com, STAGING.example.com', true],
  ['https://staging.example.com', 'staging.example.com:443', true],
  ['https://staging.example.com', 'staging.example.com:80', false],
  ['https://notexample.com', 'example.com', false],
  ['https://example.com', 'staging.example.com', false],
  ['http://10.1.2.3', '10.0.0.0/8', true],
  ['http://11.1.2.3', '10.0.0.0/8', false],
  ['http://10.1.2.3:8080', '10.1.2.3', true],
  ['http://[2001:db8::1]', '2001:db8::/32', true],
  ['http://[2001:db8::1]', '10.0.0.0/8', false],
  ['http://10.1.2.3', '10.0.0.0/99', false],
  ['https://staging.example.com', '', false],
])('%s with NO_PROXY %j: %s', (address, list, expected) => {
  expect(isExempt(new URL(address), list)).toBe(expected)
})
