import {createHash, generateKeyPairSync} from 'node:crypto'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {SignJWT, UnsecuredJWT} from 'jose'
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {anonymous, startGateway, type TestGateway} from './start-gateway.js'
import {startUpstream, type UpstreamServer} from './upstream-server.js'

const key = 'a-long-and-random-key-of-a-program'

let orders: UpstreamServer
let gateway: TestGateway
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-keys-'))
  const keys = [{client: 'reporting', sha256: createHash('sha256').update(key).digest('hex'), scopes: ['orders:read']}]
  await writeFile(join(folder, 'keys.json'), JSON.stringify(keys))
  orders = await startUpstream()
  gateway = await startGateway(
    `
routes:
  - {name: orders, prefix: /api/v1/orders, upstream: "${orders.url}"}
  - {name: reports, prefix: /api/v1/reports, upstream: "${orders.url}", scopes: ["orders:read"]}
  - {name: catalogue, prefix: /api/v1/products, upstream: "${orders.url}", public: true}
`,
    {API_KEYS_FILE: join(folder, 'keys.json')},
  )
})

afterAll(async () => {
  await gateway.close()
  await orders.close()
  await rm(folder, {recursive: true, force: true})
})

describe('a route', () => {
  const stranger = generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey
  const claims = {sub: 'ann', jti: '1', iss: 'urn:mesh:development', aud: 'urn:mesh:development'}
  const later = Math.floor(Date.now() / 1000) + 600

  const bad: [string, Record<string, string> | (() => Promise<Record<string, string>>), string][] = [
    ['no token', anonymous, 'AUTHENTICATION_REQUIRED'],
    ['another scheme', {authorization: 'Basic YW5uOnBhc3M='}, 'AUTHENTICATION_REQUIRED'],
    ['a token without scheme', async () => ({authorization: await gateway.token()}), 'AUTHENTICATION_REQUIRED'],
    ['nonsense', {authorization: 'Bearer nonsense'}, 'TOKEN_INVALID'],
    [
      'a token that somebody else has signed',
      async () => {
        const token = new SignJWT(claims).setProtectedHeader({alg: 'ES256'}).setIssuedAt().setExpirationTime(later)
        return {authorization: `Bearer ${await token.sign(stranger)}`}
      },
      'TOKEN_INVALID',
    ],
    [
      'a token that nobody has signed',
      async () => ({
        authorization: `Bearer ${new UnsecuredJWT(claims).setIssuedAt().setExpirationTime(later).encode()}`,
      }),
      'TOKEN_INVALID',
    ],
    ['an unknown API key', {authorization: '', 'x-api-key': 'guessed'}, 'TOKEN_INVALID'],
  ]
  test.each(bad)('is closed for %s', async (_name, headers, code) => {
    const before = orders.requests.length
    const sent = typeof headers === 'function' ? await headers() : headers
    const answer = await gateway.send('/api/v1/orders', {headers: sent})
    expect([answer.status, answer.codes]).toEqual([401, [code]])
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="gateway"/)
    expect(JSON.parse(answer.text)).toMatchObject({
      errors: [{severity: 'medium', retryable: false}],
      meta: {requestId: answer.headers['x-request-id'], version: 'v1', platform: 'web'},
    })
    expect(orders.requests.length).toBe(before)
  })

  test('tells in its log line who has called, and who was refused', async () => {
    const line = async (correlation: string, scopes: readonly string[], subject: string) => {
      const authorization = `Bearer ${await gateway.token(scopes, subject)}`
      await gateway.send('/api/v1/reports', {headers: {authorization, 'x-correlation-id': correlation}})
      const found = () => gateway.logs.find(({correlationId}) => correlationId === correlation)
      return vi.waitFor(() => found() ?? Promise.reject(new Error('There is no line yet.')), 5000)
    }
    expect(await line('let-in', ['orders:read'], 'ann')).toMatchObject({statusCode: 200, subject: 'ann'})
    expect(await line('refused', [], 'bob')).toMatchObject({statusCode: 403, subject: 'bob'})
  })

  test('is open for a good token, which the upstream gets to see, too', async () => {
    const authorization = `Bearer ${await gateway.token()}`
    expect((await gateway.send('/api/v1/orders', {headers: {authorization}})).status).toBe(200)
    expect(orders.requests.at(-1)?.headers.authorization).toBe(authorization)
  })

  test('that asks for a scope is closed for callers without it', async () => {
    const refused = await gateway.send('/api/v1/reports')
    expect([refused.status, refused.codes]).toEqual([403, ['PERMISSION_DENIED']])
    expect(refused.headers['www-authenticate']).toContain('scope="orders:read"')
    const authorization = `Bearer ${await gateway.token(['orders:read'])}`
    expect((await gateway.send('/api/v1/reports', {headers: {authorization}})).status).toBe(200)
    const byKey = await gateway.send('/api/v1/reports', {headers: {authorization: '', 'x-api-key': key}})
    expect(byKey.status).toBe(200)
  })

  test('goes by the token where there is a key, too: whichever is better is nothing to choose', async () => {
    const good = `Bearer ${await gateway.token(['orders:read'])}`
    const ask = (authorization: string, apiKey: string) =>
      gateway.send('/api/v1/reports', {headers: {authorization, 'x-api-key': apiKey}})
    expect((await ask(good, 'guessed')).status).toBe(200)
    expect((await ask('Bearer nonsense', key)).codes).toEqual(['TOKEN_INVALID'])
    expect((await ask(`Bearer ${await gateway.token()}`, key)).codes).toEqual(['PERMISSION_DENIED'])
  })

  test('that is public is open for everybody, bad tokens included', async () => {
    expect((await gateway.send('/api/v1/products', {headers: anonymous})).status).toBe(200)
    expect((await gateway.send('/api/v1/products', {headers: {authorization: 'Bearer nonsense'}})).status).toBe(200)
  })
})

describe('the rate limit', () => {
  let limited: TestGateway

  beforeAll(async () => {
    limited = await startGateway(`routes: [{name: orders, prefix: /api/v1/orders, upstream: "${orders.url}"}]`, {
      RATE_LIMIT_API: '3/60,5/900',
    })
  })

  afterAll(() => limited.close())

  const call = (headers: Record<string, string> = {}) => limited.send('/api/v1/orders', {headers})

  test('is told with every answer, and the fourth call is one too many', async () => {
    for (const remaining of ['2', '1', '0']) {
      const {status, headers} = await call()
      expect(status).toBe(200)
      expect(headers).toMatchObject({'ratelimit-limit': '3', 'ratelimit-remaining': remaining})
      expect(Number(headers['ratelimit-reset'])).toBeGreaterThan(50)
    }
    const {status, codes, headers, text} = await call()
    expect([status, codes]).toEqual([429, ['RATE_LIMIT_EXCEEDED']])
    const retryAfter = Number(headers['retry-after'])
    expect(retryAfter).toBeGreaterThan(50)
    expect(retryAfter).toBeLessThanOrEqual(60)
    expect(JSON.parse(text).errors[0]).toMatchObject({
      retryable: true,
      details: {limit: 3, windowSeconds: 60, retryAfter},
    })
    expect(headers).toMatchObject({'ratelimit-limit': '3', 'ratelimit-remaining': '0'})
  })

  test('counts a caller by its subject: a fresh token does not help, and others are not held up', async () => {
    expect((await call({authorization: `Bearer ${await limited.token([], 'ann')}`})).status).toBe(429)
    expect((await call({authorization: `Bearer ${await limited.token([], 'bob')}`})).status).toBe(200)
  })

  test('counts everybody without a good proof by address, whatever else they change', async () => {
    const statuses: number[] = []
    for (let time = 0; time < 5; time++) {
      const changing = {authorization: '', 'x-api-key': `guess-${time}`, 'x-forwarded-for': `10.0.0.${time}`}
      statuses.push((await call(changing)).status)
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429])
    expect((await call({authorization: 'Bearer nonsense', 'x-client-id': 'other'})).status).toBe(429)
  })

  test('spares the probes of the platform', async () => {
    for (let time = 0; time < 10; time++) {
      expect((await limited.send('/health', {headers: anonymous})).status).toBe(200)
    }
  })

  test('goes by the address that a trusted proxy names, when there is one', async () => {
    const behind = await startGateway(`routes: [{name: orders, prefix: /api/v1/orders, upstream: "${orders.url}"}]`, {
      RATE_LIMIT_API: '1/60',
      TRUST_PROXY: '127.0.0.1',
    })
    const from = (address: string) =>
      behind.send('/api/v1/orders', {headers: {...anonymous, 'x-forwarded-for': address}}).then(({status}) => status)
    expect([await from('10.0.0.1'), await from('10.0.0.1'), await from('10.0.0.2')]).toEqual([401, 429, 401])
    // What the caller itself has put in front is not what the proxy has seen.
    expect(await from('9.9.9.9, 10.0.0.1')).toBe(429)
    await behind.close()
  })
})
