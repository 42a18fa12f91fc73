import {createHash} from 'node:crypto'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {exportSPKI, SignJWT, UnsecuredJWT} from 'jose'
import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest'
import {ConfigError} from '../src/platform/config/environment.js'
import {startGateway, type TestGateway} from './start-gateway.js'
import {startIssuer, type TokenIssuer} from './token-issuer.js'
import {startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let issuer: TokenIssuer
let gateway: TestGateway

beforeAll(async () => {
  orders = await startUpstream()
  issuer = await startIssuer()
  gateway = await startGateway(
    `routes: [{name: orders, prefix: /orders, upstream: "${orders.url}"}]`,
    issuer.environment,
  )
})

afterAll(async () => {
  await gateway.close()
  await issuer.close()
  await orders.close()
})

const sendTo = (to: TestGateway, token: string) =>
  to.send('/orders', {headers: {authorization: `Bearer ${token}`}}).then(({status, codes}) => codes[0] ?? status)

describe('a token of an issuer with an address', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('that is good opens the door', async () => {
    expect(await sendTo(gateway, await issuer.sign())).toBe(200)
  })

  const {floor} = Math
  const now = floor(Date.now() / 1000)
  const bad: [string, () => string | Promise<string>, string][] = [
    ['has alg none', () => new UnsecuredJWT(issuer.claims).encode(), 'TOKEN_INVALID'],
    [
      'is signed with the public key as if it were a secret',
      async () => {
        const secret = new TextEncoder().encode(await exportSPKI(issuer.publicKey()))
        return new SignJWT(issuer.claims).setProtectedHeader({alg: 'HS256', kid: 'key-0'}).sign(secret)
      },
      'TOKEN_INVALID',
    ],
    ['is for another audience', () => issuer.sign({...issuer.claims, aud: 'other'}), 'TOKEN_INVALID'],
    ['is of another issuer', () => issuer.sign({...issuer.claims, iss: 'https://evil.example.com'}), 'TOKEN_INVALID'],
    ['has expired', () => issuer.sign({...issuer.claims, exp: now - 60}), 'TOKEN_EXPIRED'],
    ['is not good yet', () => issuer.sign({...issuer.claims, nbf: now + 600}), 'TOKEN_INVALID'],
    ['names a key that there is not', () => issuer.sign(issuer.claims, {kid: 'unknown'}), 'TOKEN_INVALID'],
    ['is longer than honest ones', () => issuer.sign({...issuer.claims, extra: 'x'.repeat(8192)}), 'TOKEN_INVALID'],
    ['is garbage of three parts', () => 'a.b.c', 'TOKEN_INVALID'],
    ['is garbage of one part', () => '%%%', 'TOKEN_INVALID'],
    ['has lost its signature', async () => (await issuer.sign()).replace(/[^.]*$/, ''), 'TOKEN_INVALID'],
    [
      'says something else than what was signed',
      async () => {
        const [header, , signature] = (await issuer.sign()).split('.')
        const payload = Buffer.from(JSON.stringify({...issuer.claims, sub: 'root'})).toString('base64url')
        return [header, payload, signature].join('.')
      },
      'TOKEN_INVALID',
    ],
  ]
  test.each(bad)('that %s does not', async (_name, make, code) => {
    const before = orders.requests.length
    expect(await sendTo(gateway, await make())).toBe(code)
    expect(orders.requests.length).toBe(before)
  })

  test('whose header is larger than any server takes is refused, and the next request is served', async () => {
    const answer = await gateway.send('/orders', {headers: {authorization: `Bearer ${'x'.repeat(40_000)}`}})
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(await sendTo(gateway, await issuer.sign())).toBe(200)
  })

  test('is good with the key that the issuer has taken meanwhile, and no longer with the one before', async () => {
    const own = await startIssuer()
    const other = await startGateway(
      `routes: [{name: orders, prefix: /orders, upstream: "${orders.url}"}]`,
      own.environment,
    )
    const old = await own.sign()
    expect(await sendTo(other, old)).toBe(200)
    await own.rotate()
    const fresh = await own.sign()
    // Unknown keys are asked for every half minute at most; a remembered token is good for a minute.
    vi.useFakeTimers({toFake: ['Date'], now: Date.now() + 61_000})
    expect([await sendTo(other, fresh), await sendTo(other, old)]).toEqual([200, 'TOKEN_INVALID'])
    await other.close()
    await own.close()
  })

  test('can not be judged when the keys are nowhere to be had: 503, and nobody passes', async () => {
    const own = await startIssuer()
    await own.close()
    const other = await startGateway(
      `routes: [{name: orders, prefix: /orders, upstream: "${orders.url}"}]`,
      own.environment,
    )
    expect(await sendTo(other, await own.sign())).toBe('AUTHZ_UNAVAILABLE')
    await other.close()
  })
})

describe('a revoked token', () => {
  let revoking: TestGateway
  let admin: string

  beforeAll(async () => {
    revoking = await startGateway(`routes: [{name: orders, prefix: /orders, upstream: "${orders.url}"}]`)
    admin = await revoking.token(['gateway:admin'], 'keeper')
  })

  afterAll(() => revoking.close())

  const revoke = (body: unknown, token = admin) =>
    revoking.send('/revocations', {
      method: 'POST',
      headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
      body: JSON.stringify(body),
    })
  const idOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).jti

  test('is refused although it was found good a moment ago, and no other one is', async () => {
    const [mine, other] = [await revoking.token(), await revoking.token()]
    expect([await sendTo(revoking, mine), await sendTo(revoking, other)]).toEqual([200, 200])
    expect(await revoke({tokenId: idOf(mine)})).toMatchObject({status: 204, text: ''})
    expect([await sendTo(revoking, mine), await sendTo(revoking, other)]).toEqual(['TOKEN_REVOKED', 200])
  })

  test('may be every token that a subject has had until now; a new one is good', async () => {
    const [bob, ann] = [await revoking.token([], 'bob'), await revoking.token([], 'ann')]
    expect((await revoke({subject: 'bob'})).status).toBe(204)
    expect([await sendTo(revoking, bob), await sendTo(revoking, ann)]).toEqual(['TOKEN_REVOKED', 200])
    // Tokens say only the second in which they were made.
    await sleep(1000 - (Date.now() % 1000) + 20)
    expect(await sendTo(revoking, await revoking.token([], 'bob'))).toBe(200)
  })

  test('is called back by keepers only, and by a request that makes sense', async () => {
    expect(await revoke({tokenId: 'x'}, await revoking.token())).toMatchObject({status: 403})
    for (const body of [{}, {tokenId: 'x', subject: 'y'}, {tokenId: ''}, {everybody: false}, {id: 'x'}])
      expect(await revoke(body)).toMatchObject({status: 422, codes: expect.arrayContaining(['VALIDATION_FAILED'])})
  })

  test('may be anybody’s when a key was stolen', async () => {
    const before = await revoking.token()
    expect((await revoke({everybody: true, issuedBefore: '2000-01-01T00:00:00Z'})).status).toBe(204)
    expect(await sendTo(revoking, before)).toBe(200)
    expect((await revoke({everybody: true})).status).toBe(204)
    expect(await sendTo(revoking, before)).toBe('TOKEN_REVOKED')
    expect((await revoke({everybody: true})).status).toBe(401)
  })
})

describe('an API key', () => {
  const entry = (key: string, more: object = {}) => ({
    client: 'reporting',
    sha256: createHash('sha256').update(key).digest('hex'),
    scopes: [],
    ...more,
  })

  test('changes while the gateway runs: old and new together for a while, then the new one alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-keys-'))
    const file = join(folder, 'keys.json')
    await writeFile(file, JSON.stringify([entry('old-key-of-a-program')]))
    const own = await startGateway(`routes: [{name: orders, prefix: /orders, upstream: "${orders.url}"}]`, {
      API_KEYS_FILE: file,
    })
    const judge = async (key: string) => {
      const {status, codes} = await own.send('/orders', {headers: {authorization: '', 'x-api-key': key}})
      return codes[0] ?? status
    }
    expect(await judge('old-key-of-a-program')).toBe(200)
    const ending = entry('old-key-of-a-program', {expires: '2020-01-01T00:00:00Z'})
    await writeFile(file, JSON.stringify([ending, entry('new-key-of-a-program')]))
    await sleep(1050)
    expect(await judge('new-key-of-a-program')).toBe(200)
    expect(await judge('old-key-of-a-program')).toBe('TOKEN_EXPIRED')
    await writeFile(file, '[{"client": "half a file')
    await sleep(1050)
    expect(await judge('new-key-of-a-program')).toBe(200)
    expect(own.logs.some(({msg}) => String(msg).includes('API keys can not be replaced'))).toBe(true)
    await own.close()
    await rm(folder, {recursive: true, force: true})
  })
})

describe('a route', () => {
  test('that names roles is for who has one of them', async () => {
    const own = await startGateway(
      `routes: [{name: orders, prefix: /orders, upstream: "${orders.url}", scopes: ["orders:read"], roles: [admin, auditor]}]`,
    )
    const judge = async (scopes: string[], roles: string[]) => sendTo(own, await own.token(scopes, 'ann', roles))
    expect(await judge(['orders:read'], [])).toBe('PERMISSION_DENIED')
    expect(await judge(['orders:read'], ['viewer', 'auditor'])).toBe(200)
    expect(await judge([], ['admin'])).toBe('PERMISSION_DENIED')
    await own.close()
  })

  test('that names a policy is for whom it says true about; its failure is an outage', async () => {
    const routes = (policy: string) =>
      `routes: [{name: orders, prefix: /orders, upstream: "${orders.url}", roles: [viewer], policy: ${policy}}]`
    const asked: unknown[] = []
    const own = await startGateway(
      routes('odd-subjects'),
      {},
      {
        policies: {
          'odd-subjects': async ({identity, method, url, address}) => {
            asked.push([identity?.subject, method, url, address])
            return (identity?.subject.length ?? 0) % 2 === 1
          },
          broken: () => {
            throw new Error('The directory is away.')
          },
        },
      },
    )
    const judge = async (subject: string, roles = ['viewer']) => sendTo(own, await own.token([], subject, roles))
    expect([await judge('ann'), await judge('anna'), await judge('bob', [])]).toEqual([
      200,
      'PERMISSION_DENIED',
      'PERMISSION_DENIED',
    ])
    // Who has not the role is not worth a question.
    expect(asked).toEqual([
      ['ann', 'GET', '/orders', '127.0.0.1'],
      ['anna', 'GET', '/orders', '127.0.0.1'],
    ])
    await own.replace(routes('broken'))
    expect(await judge('ann')).toBe('AUTHZ_UNAVAILABLE')
    await expect(own.replace(routes('odd-subject'))).rejects.toThrow(ConfigError)
    await expect(own.replace(routes('odd-subject'))).rejects.toThrow('Did you mean "odd-subjects"?')
    await own.close()
  })
})
