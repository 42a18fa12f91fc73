import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify} from 'jose'
import {afterAll, beforeEach, expect, test} from 'vitest'
import {configSchema} from '../../../src/config/schema.js'
import {RemoteError} from '../../../src/core/errors.js'
import {openFacts} from '../../../src/loadtest/gateway/open-facts.js'
import {reporters} from '../../../src/reporters/index.js'
import {load} from '../target/load.js'

interface Asked {
  readonly authorization: string | undefined
  readonly form: URLSearchParams
}

const folder = mkdtempSync(join(tmpdir(), 'mesh-auth-'))
const asked: Asked[] = []
/** Headers of what was loaded, in its order. */
const sent: NodeJS.Dict<string | string[]>[] = []
/** What the token endpoint answers. */
let answer: {status: number; body: unknown} = {status: 200, body: {}}

const server = createServer(async (request, response) => {
  if (request.url !== '/token') {
    sent.push(request.headers)
    response.end('{}')
    return
  }
  asked.push({authorization: request.headers.authorization, form: new URLSearchParams(await text(request))})
  const {status, body} = answer
  const whole =
    typeof body === 'object' ? {access_token: `issued-${asked.length}`, token_type: 'Bearer', ...body} : body
  response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(whole))
})
await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
// It listens on a port.
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

process.env['MESH_TEST_SECRET'] = 'hunter2 & more'
process.env['MESH_CLIENT_ID'] = 'load'
process.env['MESH_CLIENT_SECRET'] = 'hunter2'

afterAll(() => {
  server.closeAllConnections()
  server.close()
  for (const name of ['MESH_TEST_SECRET', 'MESH_CLIENT_ID', 'MESH_CLIENT_SECRET']) delete process.env[name]
  rmSync(folder, {recursive: true, force: true})
})

beforeEach(() => {
  asked.length = 0
  sent.length = 0
  answer = {status: 200, body: {expires_in: 3600}}
})

const clientCredentials = {tokenUrl: `${url}/token`, clientId: 'load', clientSecret: '${MESH_TEST_SECRET}'}

const loaded = (auth: object, request: object = {}) =>
  load('staging', {rate: '50/s', ...request}, {root: folder, config: {loadtest: {targets: {staging: {url, auth}}}}})

const tokens = () => [...new Set(sent.map(({authorization}) => authorization))]

test('client credentials: one token for the run, asked for as the endpoint wants it, and in no output', async () => {
  const {report, figures} = await loaded({
    clientCredentials: {...clientCredentials, scope: 'orders:read', audience: 'shop'},
  })
  expect(asked).toHaveLength(1)
  expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from('load:hunter2%20%26%20more').toString('base64')}`)
  expect(Object.fromEntries(asked[0]?.form ?? [])).toEqual({
    grant_type: 'client_credentials',
    scope: 'orders:read',
    audience: 'shop',
  })
  expect(tokens()).toEqual(['Bearer issued-1'])
  // That of the token is not in the figures.
  expect(figures.requests.sent).toBe(50)
  expect(figures.target.headers['Authorization']).toBe('[redacted]')
  const json = (await reporters.json())(report, {
    color: false,
    verbose: true,
    quiet: false,
    all: true,
    terminal: false,
    width: 100,
    version: '0',
    pathInRepository: () => undefined,
  } as never)
  expect(json).not.toMatch(/issued-1|hunter2/)
})

test('in the form, where the endpoint wants it so', async () => {
  await loaded({clientCredentials: {...clientCredentials, sendIn: 'body'}})
  expect(asked[0]?.authorization).toBeUndefined()
  expect(Object.fromEntries(asked[0]?.form ?? [])).toMatchObject({client_id: 'load', client_secret: 'hunter2 & more'})
})

test.each([{}, {mode: 'max', users: 2, rate: undefined}])(
  'a token is renewed before it expires: %j',
  async request => {
    answer.body = {expires_in: 1}
    const {figures} = await loaded({clientCredentials}, {duration: '3s', ...request})
    // At four fifths of each second.
    expect(asked.length).toBeGreaterThanOrEqual(3)
    expect(asked.length).toBeLessThanOrEqual(5)
    expect(tokens()).toHaveLength(asked.length)
    expect(figures.errorRate).toBe(0)
  },
  30_000,
)

test('in a scenario each request has the token of its moment', async () => {
  answer.body = {expires_in: 1}
  const path = join(folder, 'scenario.yaml')
  writeFileSync(
    path,
    `auth: {clientCredentials: ${JSON.stringify(clientCredentials)}}\nscenarios: {a: {steps: [{request: GET /a}, {request: GET /b, headers: {authorization: own}}]}}`,
  )
  await load(url, {scenario: path, rate: '20/s', duration: '2s'})
  expect(tokens().filter(token => token !== 'own').length).toBeGreaterThanOrEqual(2)
  expect(tokens()).toContain('own')
}, 30_000)

test('a run whose token cannot be renewed is invalid, and says why', async () => {
  answer.body = {expires_in: 1}
  const running = loaded({clientCredentials}, {duration: '3s'})
  await expect.poll(() => asked.length, {interval: 5, timeout: 10_000}).toBe(1)
  answer = {status: 500, body: {error: 'server_error'}}
  const {figures} = await running
  expect(figures.verdict).toBe('invalid')
  expect(figures.reasons).toContain(
    `The token expired in the middle of the run and could not be renewed. The token endpoint "${url}/token" answers 500 ("server_error").`,
  )
}, 30_000)

test.each([
  [{status: 401, body: {error: 'invalid_client', error_description: 'hunter2'}}, ' answers 401 ("invalid_client").'],
  [{status: 200, body: {access_token: undefined}}, ' answers 200, but without an "access_token".'],
  [{status: 200, body: 'a text'}, ' answers 200, but without an "access_token".'],
  [{status: 200, body: {token_type: 'mac'}}, ' gives tokens of the type "mac".'],
  [{status: 302, body: {}}, ' answers 302.'],
])('a token endpoint that answers %j ends the run before it begins', async (given, message) => {
  answer = given
  const error = await loaded({clientCredentials}).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(RemoteError)
  expect((error as Error).message).toBe(`The token endpoint "${url}/token"${message}`)
  expect(sent).toEqual([])
})

test('one that is not there does, too, and one without TLS gets no secret', async () => {
  const at = (tokenUrl: string) => loaded({clientCredentials: {...clientCredentials, tokenUrl}})
  const error = await at('http://127.0.0.1:9/token?key=1').catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(RemoteError)
  expect((error as Error).message).toMatch(
    /^The token endpoint "http:\/\/127\.0\.0\.1:9\/token" cannot be reached: .*ECONNREFUSED/,
  )
  await expect(at('http://id.example.com/token')).rejects.toThrow(
    'is not https: a secret would be readable on its way.',
  )
})

test('with --mode max a token has to outlive the run', async () => {
  answer.body = {expires_in: 2}
  await expect(loaded({clientCredentials}, {mode: 'max', rate: undefined, duration: '5s'})).rejects.toThrow(
    'The token expires before the run is over',
  )
})

test('tokens and keys come from the environment or a file', async () => {
  writeFileSync(join(folder, 'token.txt'), 'from-a-file\n')
  const seen = async (auth: object, header: string) => {
    sent.length = 0
    await loaded(auth, {rate: '10/s', duration: '300ms'})
    return sent[0]?.[header]
  }
  expect(await seen({token: '${MESH_CLIENT_SECRET}'}, 'authorization')).toBe('Bearer hunter2')
  expect(await seen({tokenFile: 'token.txt'}, 'authorization')).toBe('Bearer from-a-file')
  expect(await seen({apiKey: {value: '${MESH_CLIENT_SECRET}'}}, 'x-api-key')).toBe('hunter2')
  expect(await seen({apiKey: {header: 'Key', value: '${MESH_CLIENT_SECRET}'}}, 'key')).toBe('hunter2')
})

test.each([
  ['token:MESH_CLIENT_SECRET', undefined, 'authorization', 'Bearer hunter2'],
  ['api-key:MESH_CLIENT_SECRET', undefined, 'x-api-key', 'hunter2'],
  ['api-key:Shop-Key=MESH_CLIENT_SECRET', undefined, 'shop-key', 'hunter2'],
  [`client-credentials:${url}/token`, 'a b', 'authorization', 'Bearer issued-1'],
])('--auth %s', async (auth, scope, header, value) => {
  await load(url, {auth, scope, rate: '10/s', duration: '300ms'})
  expect(sent[0]?.[header]).toBe(value)
  if (scope) expect(asked[0]?.form.get('scope')).toBe(scope)
})

test.each([
  ['tokn:A', undefined, '--auth "tokn" is unknown. Did you mean "token"?'],
  ['token:', undefined, '--auth "token:" is not understood.'],
  ['client-credentials:id.example.com', undefined, 'is not understood.'],
  ['token:MESH_TEST_UNSET', undefined, 'needs the environment variable "MESH_TEST_UNSET", which is not set.'],
  ['token-file:/nowhere', undefined, 'Cannot read "/nowhere": it does not exist.'],
  ['token:A', 'orders', '--scope does not go with --auth token'],
])('--auth %s is refused', async (auth, scope, message) => {
  await expect(load(url, {auth, scope})).rejects.toThrow(message)
})

test('checks of a gateway have the same credentials', async () => {
  const targets = {staging: {url, auth: {clientCredentials}}}
  const {config} = {config: configSchema.parse({loadtest: {targets}})}
  const surroundings = {config, root: folder, progress: () => {}, signal: new AbortController().signal}
  const request = {checks: [], paths: ['/a'], headers: [], otherHeaders: [], destructive: false, timeout: 5000}
  const ofTarget = await openFacts({...request, target: 'staging'}, surroundings)
  await ofTarget.close()
  const ofFlag = await openFacts({...request, target: url, auth: 'api-key:MESH_CLIENT_SECRET'}, surroundings)
  await ofFlag.close()
  expect([ofTarget.facts.headers['Authorization'], ofFlag.facts.headers['X-API-Key']]).toEqual([
    'Bearer issued-1',
    'hunter2',
  ])
})

test('the development issuer of generated services is shared by its key', async () => {
  const {privateKey, publicKey} = await generateKeyPair('ES256', {extractable: true})
  mkdirSync(join(folder, '.mesh'))
  const key = {...(await exportJWK(privateKey)), kid: 'development-1', alg: 'ES256'}
  writeFileSync(join(folder, '.mesh/dev-issuer.json'), JSON.stringify(key))
  await loaded({developmentIssuer: {subject: 'ann', scope: 'orders:read', roles: ['admin']}})
  const [, token = ''] = String(sent[0]?.['authorization']).split(' ')
  const keys = createLocalJWKSet({keys: [{...(await exportJWK(publicKey)), kid: 'development-1', alg: 'ES256'}]})
  const {payload} = await jwtVerify(token, keys, {issuer: 'urn:mesh:development', audience: 'urn:mesh:development'})
  expect(payload).toMatchObject({sub: 'ann', scope: 'orders:read', roles: ['admin'], jti: expect.any(String)})

  await expect(loaded({developmentIssuer: {keyFile: 'none.json'}})).rejects.toThrow(
    'no key of a development issuer at "none.json"',
  )
  writeFileSync(join(folder, 'bad.json'), '{"kid": "a"}')
  await expect(loaded({developmentIssuer: {keyFile: 'bad.json'}})).rejects.toThrow('"bad.json" holds no key')
  const elsewhere = {staging: {url: 'http://192.0.2.7:8080', auth: {developmentIssuer: {}}}}
  await expect(load('staging', {}, {config: {loadtest: {targets: elsewhere}}})).rejects.toThrow(
    'is for services on this machine, and "http://192.0.2.7:8080" is elsewhere.',
  )
})
