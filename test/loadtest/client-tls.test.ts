import {readFileSync} from 'node:fs'
import {createServer, type Server} from 'node:https'
import type {AddressInfo} from 'node:net'
import {afterAll, expect, test} from 'vitest'
import {load} from './target/load.js'

const root = 'test/fixtures/tls'
const [key, cert] = ['key.pem', 'cert.pem'].map(name => readFileSync(`${root}/${name}`))

/** Signed by itself: authority, server and client in one. It answers nobody who shows no certificate. */
const server: Server = createServer({key, cert, ca: cert, requestCert: true, rejectUnauthorized: true}, (_, response) =>
  response.end('ok'),
)
await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
// It listens on a port.
const url = `https://localhost:${(server.address() as AddressInfo).port}`

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const loaded = (tls: object, mode: 'slo' | 'max' = 'slo') =>
  load(
    'staging',
    {mode, duration: '2s', timeout: '5s', ...(mode === 'slo' && {rate: '50/s'})},
    {root, config: {loadtest: {targets: {staging: {url, tls}}}}},
  )

test.each(['slo', 'max'] as const)('in mode %s an authority is trusted and a certificate shown', async mode => {
  const {figures} = await loaded({ca: 'cert.pem', cert: 'cert.pem', key: 'key.pem'}, mode)
  expect(Object.keys(figures.statuses)).toEqual(['200'])
  expect(figures.errors).toEqual({})
})

test.each([
  [{cert: 'cert.pem', key: 'key.pem'}, /is not trusted/],
  [{ca: 'cert.pem'}, /wants a certificate of us|closes them before an answer/],
  [{cert: 'cert.pem'}, /^Target "staging" has a certificate, but no key\.$/],
  [{key: 'key.pem'}, /^Target "staging" has a key, but no certificate\.$/],
  [{ca: 'gone.pem'}, /^Cannot read "gone\.pem"/],
  [{cert: 'key.pem', key: 'cert.pem'}, /^What target "staging" names below "tls" cannot be used: /],
])('%j is told', async (tls, message) => {
  await expect(loaded(tls)).rejects.toThrow(message)
})
