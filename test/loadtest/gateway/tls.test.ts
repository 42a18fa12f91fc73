import {readFileSync} from 'node:fs'
import {createServer, type Server} from 'node:https'
import type {AddressInfo} from 'node:net'
import type {SecureVersion} from 'node:tls'
import {afterEach, expect, test} from 'vitest'
import {check, closeServers, json, observations, serve} from './check.js'

const root = 'test/fixtures/tls'
const [key, cert] = ['key.pem', 'cert.pem'].map(name => readFileSync(`${root}/${name}`))

let server: Server | undefined

afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  await closeServers()
})

/** What is observed of a server that takes these versions. */
async function observed(minVersion: SecureVersion, maxVersion: SecureVersion, plain?: string) {
  const running = createServer(
    {key, cert, minVersion, maxVersion, ciphers: 'DEFAULT@SECLEVEL=0'},
    (_request, response) => json(response, 200, {data: []}),
  )
  server = running
  await new Promise<void>(done => running.listen(0, '127.0.0.1', done))
  const {port} = running.address() as AddressInfo // it listens on a port
  const targets = {staging: {url: `https://localhost:${port}`, tls: {ca: 'cert.pem'}}}
  const report = await check('staging', ['tls'], {plain}, {targets, root})
  return {report, texts: observations(report)}
}

test('a server of TLS 1.3 alone passes', async () => {
  const {report, texts} = await observed('TLSv1.3', 'TLSv1.3')
  expect(report.findings).toEqual([])
  expect(texts[0]).toBe('good: TLS 1.3 is spoken.')
  expect(texts[1]).toMatch(/^good: TLS 1\.2 is refused/)
  expect(texts).toHaveLength(5)
  expect(texts[4]).toMatch(/^doubtful: Where plain HTTP is spoken was not given/)
})

test('a server that takes TLS 1.2, too, or nothing else, is found', async () => {
  expect((await observed('TLSv1.2', 'TLSv1.3')).texts.slice(0, 2)).toEqual([
    'good: TLS 1.3 is spoken.',
    'bad: TLS 1.2 is taken.',
  ])
  expect((await observed('TLSv1.2', 'TLSv1.2')).texts[0]).toMatch(/^bad: TLS 1\.3 is refused/)
})

test.each<[number, Record<string, string>, RegExp]>([
  [
    308,
    {location: 'https://gateway.example.com/orders'},
    /^good: Plain HTTP answers 308 to "GET \/orders", with an address of https/,
  ],
  [200, {}, /^bad: Plain HTTP answers 200 to "GET \/orders"; it is to redirect/],
  [301, {location: '/orders'}, /^bad: Plain HTTP answers 301 .*, but "Location" is "\/orders"/],
])('plain HTTP that answers %i with %j', async (status, headers, message) => {
  const seen: unknown[] = []
  const plain = await serve((request, response) => {
    seen.push(request.headers.authorization)
    json(response, status, {}, headers)
  })
  expect((await observed('TLSv1.3', 'TLSv1.3', plain)).texts.at(-1)).toMatch(message)
  expect(seen).toEqual([undefined])
})

test('http has no TLS to be tried', async () => {
  const report = await check(await serve((_request, response) => json(response, 200, {})), ['tls'])
  expect(observations(report)).toEqual(['doubtful: It was not tried: it needs a target with https.'])
})
