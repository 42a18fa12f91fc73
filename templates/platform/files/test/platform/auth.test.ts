import {createHash} from 'node:crypto'
import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {errors, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT} from 'jose'
import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest'
import {missingScopes, requirementsOf} from '../../src/platform/auth/access.js'
import {createKeyVerifier, readApiKeys} from '../../src/platform/auth/api-keys.js'
import {decide} from '../../src/platform/auth/decide.js'
import {openDevelopmentIssuer} from '../../src/platform/auth/development-issuer.js'
import type {Policy} from '../../src/platform/auth/policy.js'
import {remoteKeys} from '../../src/platform/auth/remote-keys.js'
import {createRevocationList} from '../../src/platform/auth/revocations.js'
import {createTokenVerifier, type VerifyToken} from '../../src/platform/auth/token-verifier.js'
import {ApiError} from '../../src/platform/errors/api-error.js'

const issuer = 'https://issuer.example.com/'
const audience = 'https://api.example.com'
const now = Math.floor(Date.now() / 1000)
const good: JWTPayload = {
  iss: issuer,
  aud: audience,
  sub: 'u_1',
  jti: 'j_1',
  iat: now,
  exp: now + 60,
  scope: 'orders:read orders:write',
  roles: ['buyer'],
}

const rsa = await generateKeyPair('RS256', {extractable: true})
const ec = await generateKeyPair('ES256', {extractable: true})
const stranger = await generateKeyPair('RS256')
const keySet = {
  keys: [
    {...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256', use: 'sig'},
    {...(await exportJWK(ec.publicKey)), kid: 'ec', alg: 'ES256', use: 'sig'},
  ],
}

let jwks: Server
let folder: string
let url: URL
let verify: VerifyToken

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-'))
  jwks = createServer((_request, response) => response.end(JSON.stringify(keySet))).listen(0, '127.0.0.1')
  await new Promise(done => jwks.once('listening', done))
  url = new URL(`http://127.0.0.1:${(jwks.address() as AddressInfo).port}/jwks`)
  verify = createTokenVerifier({issuer, audience, keys: remoteKeys(url)})
})

afterAll(async () => {
  jwks.close()
  await rm(folder, {recursive: true, force: true})
})

function sign(claims: JWTPayload, {key = rsa.privateKey, alg = 'RS256', kid = 'rsa'} = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({alg, kid}).sign(key)
}

function without(claim: string): JWTPayload {
  return Object.fromEntries(Object.entries(good).filter(([name]) => name !== claim))
}

/** The public key as if it were a shared secret: the classic confusion of algorithms. */
async function signedWithPublicKey(): Promise<string> {
  const secret = new TextEncoder().encode(await exportSPKI(rsa.publicKey))
  return new SignJWT(good).setProtectedHeader({alg: 'HS256', kid: 'rsa'}).sign(secret)
}

async function codeOf(action: unknown): Promise<string> {
  try {
    await action
  } catch (error) {
    if (error instanceof ApiError) return error.code
    throw error
  }
  return 'accepted'
}

describe('a token', () => {
  test('of an RS256 or ES256 key proves subject, scopes and roles', async () => {
    const expected = {
      scheme: 'bearer',
      subject: 'u_1',
      scopes: new Set(['orders:read', 'orders:write']),
      roles: ['buyer'],
    }
    expect(await verify(await sign(good))).toMatchObject(expected)
    expect(await verify(await sign(good, {key: ec.privateKey, alg: 'ES256', kid: 'ec'}))).toMatchObject(expected)
  })

  const bad: [string, () => string | Promise<string>, string][] = [
    ['that is no JWT', () => 'abc', 'TOKEN_INVALID'],
    ['with the signature of another key', () => sign(good, {key: stranger.privateKey}), 'TOKEN_INVALID'],
    ['with a key that the issuer does not have', () => sign(good, {kid: 'unknown'}), 'TOKEN_INVALID'],
    ['with a changed payload', async () => tampered(await sign(good)), 'TOKEN_INVALID'],
    ['that has expired', () => sign({...good, exp: now - 60}), 'TOKEN_EXPIRED'],
    ['that is not valid yet', () => sign({...good, nbf: now + 600}), 'TOKEN_INVALID'],
    ['for another audience', () => sign({...good, aud: 'https://other.example.com'}), 'TOKEN_INVALID'],
    ['of another issuer', () => sign({...good, iss: 'https://other.example.com/'}), 'TOKEN_INVALID'],
    ['with alg none', () => new UnsecuredJWT(good).encode(), 'TOKEN_INVALID'],
    ['with HS256 and the public key as secret', signedWithPublicKey, 'TOKEN_INVALID'],
    ['without sub', () => sign(without('sub')), 'TOKEN_INVALID'],
    ['without exp', () => sign(without('exp')), 'TOKEN_INVALID'],
    ['without iat', () => sign(without('iat')), 'TOKEN_INVALID'],
    ['without jti', () => sign(without('jti')), 'TOKEN_INVALID'],
    ['without aud', () => sign(without('aud')), 'TOKEN_INVALID'],
    ['without iss', () => sign(without('iss')), 'TOKEN_INVALID'],
    ['with an empty sub', () => sign({...good, sub: ''}), 'TOKEN_INVALID'],
    ['whose roles are no list', () => sign({...good, roles: 'admin'}), 'TOKEN_INVALID'],
    ['that is longer than any honest one', () => sign({...good, padding: 'x'.repeat(10_000)}), 'TOKEN_INVALID'],
    ['whose scope is no text', () => sign({...good, scope: ['orders:read']}), 'TOKEN_INVALID'],
  ]
  test.each(bad)('%s is refused', async (_name, make, code) => {
    const token = await make()
    expect(await codeOf(Promise.resolve().then(() => verify(token)))).toBe(code)
  })

  test('can not be judged while the issuer is unreachable: that is no fault of the caller', async () => {
    const lost = createTokenVerifier({issuer, audience, keys: remoteKeys(new URL('http://127.0.0.1:1/jwks'))})
    expect(await codeOf(lost(await sign(good)))).toBe('AUTHZ_UNAVAILABLE')
  })
})

describe('a token that was found good', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('is not checked again for a minute, and then it is', async () => {
    vi.useFakeTimers({toFake: ['Date']})
    let withdrawn = false
    const check = createTokenVerifier({
      issuer,
      audience,
      keys: async () => {
        if (withdrawn) throw new errors.JWKSNoMatchingKey()
        return rsa.publicKey
      },
    })
    const token = await sign({...good, exp: now + 3600})
    await check(token)
    withdrawn = true
    vi.setSystemTime(Date.now() + 59_000)
    expect(await codeOf(check(token))).toBe('accepted')
    expect(await codeOf(check(tampered(token)))).toBe('TOKEN_INVALID')
    vi.setSystemTime(Date.now() + 2_000)
    expect(await codeOf(check(token))).toBe('TOKEN_INVALID')
  })

  test('is checked once when many requests bring it at the same time, and so is a bad one', async () => {
    let fetched = 0
    const check = createTokenVerifier({
      issuer,
      audience,
      keys: async () => {
        fetched += 1
        return rsa.publicKey
      },
    })
    const token = await sign({...good, exp: now + 3600})
    await Promise.all(Array.from({length: 20}, () => check(token)))
    expect(fetched).toBe(1)
    const bad = tampered(token)
    expect(new Set(await Promise.all(Array.from({length: 20}, () => codeOf(check(bad)))))).toEqual(
      new Set(['TOKEN_INVALID']),
    )
    expect(fetched).toBe(2)
    expect(await codeOf(check(bad))).toBe('TOKEN_INVALID')
    expect(fetched).toBe(3)
  })

  test('is not good for longer than it says itself', async () => {
    vi.useFakeTimers({toFake: ['Date']})
    const token = await sign({...good, exp: now + 20})
    expect(await codeOf(verify(token))).toBe('accepted')
    vi.setSystemTime(Date.now() + 30_000)
    expect(await codeOf(verify(token))).toBe('TOKEN_EXPIRED')
  })
})

function tampered(token: string): string {
  const [header, , signature] = token.split('.')
  const payload = Buffer.from(JSON.stringify({...good, sub: 'somebody-else'})).toString('base64url')
  return [header, payload, signature].join('.')
}

describe('the development issuer', () => {
  test('keeps its key in a file for its owner only, and accepts its own tokens after a restart', async () => {
    const file = join(folder, 'first', 'dev-issuer.json')
    const first = await openDevelopmentIssuer(file)
    const token = await first.mint({subject: 'ann', scopes: ['orders:read'], roles: ['admin'], lifetime: 60})
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await createTokenVerifier(await openDevelopmentIssuer(file))(token)).toMatchObject({subject: 'ann'})
  })

  test('of two programs that start at the same moment is one', async () => {
    const file = join(folder, 'race', 'dev-issuer.json')
    const [left, right] = await Promise.all([openDevelopmentIssuer(file), openDevelopmentIssuer(file)])
    const token = await left.mint({subject: 'ann', scopes: [], roles: [], lifetime: 60})
    expect(await createTokenVerifier(right)(token)).toMatchObject({subject: 'ann'})
  })

  test('mints what another issuer does not accept, and tokens that expire', async () => {
    const one = await openDevelopmentIssuer(join(folder, 'one.json'))
    const other = await openDevelopmentIssuer(join(folder, 'other.json'))
    const request = {subject: 'ann', scopes: [], roles: []}
    expect(await codeOf(createTokenVerifier(other)(await one.mint({...request, lifetime: 60})))).toBe('TOKEN_INVALID')
    expect(await codeOf(createTokenVerifier(one)(await one.mint({...request, lifetime: -60})))).toBe('TOKEN_EXPIRED')
  })

  test('says what to do about a file that holds no key', async () => {
    const file = join(folder, 'broken.json')
    await writeFile(file, 'no JSON')
    await expect(openDevelopmentIssuer(file)).rejects.toThrow(/Delete it/)
    expect(await readFile(file, 'utf8')).toBe('no JSON')
  })

  test('does not exist in production', async () => {
    const before = process.env['NODE_ENV']
    process.env['NODE_ENV'] = 'production'
    try {
      await expect(openDevelopmentIssuer(join(folder, 'production.json'))).rejects.toThrow(/production/)
    } finally {
      if (before === undefined) delete process.env['NODE_ENV']
      else process.env['NODE_ENV'] = before
    }
  })
})

describe('an API key', () => {
  const sha256 = createHash('sha256').update('correct-horse-battery-staple').digest('hex')

  test('is known by its hash and brings the scopes of its client', async () => {
    const file = join(folder, 'keys.json')
    await writeFile(file, JSON.stringify([{client: 'reporting', sha256, scopes: ['orders:read']}]))
    const verifyKey = await readApiKeys(file)
    expect(verifyKey('correct-horse-battery-staple')).toMatchObject({scheme: 'apiKey', subject: 'reporting'})
    expect(await codeOf(Promise.resolve().then(() => verifyKey(sha256)))).toBe('TOKEN_INVALID')
    expect(() => createKeyVerifier([])('anything')).toThrow('not known')
  })

  test('is good until its end, and a client may have two for a while', () => {
    const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')
    const reporting = {client: 'reporting', scopes: [], roles: ['auditor']}
    const verifyKey = createKeyVerifier([
      {...reporting, sha256: hashOf('the-old-key'), expires: '2020-01-01T00:00:00Z'},
      {...reporting, sha256: hashOf('the-key-of-now'), expires: '2999-01-01T00:00:00Z'},
      {...reporting, sha256: hashOf('the-new-key').toUpperCase()},
    ])
    expect(() => verifyKey('the-old-key')).toThrow('expired')
    for (const key of ['the-key-of-now', 'the-new-key'])
      expect(verifyKey(key)).toMatchObject({subject: 'reporting', roles: ['auditor']})
  })

  test('file is read again when it has changed, and a broken one changes nothing', async () => {
    vi.useFakeTimers({toFake: ['Date']})
    const file = join(folder, 'rotated.json')
    const write = (key: string) =>
      writeFile(
        file,
        JSON.stringify([{client: 'reporting', sha256: createHash('sha256').update(key).digest('hex'), scopes: []}]),
      )
    const problems: unknown[] = []
    await write('first')
    const verifyKey = await readApiKeys(file, problem => problems.push(problem))
    const judge = async (key: string) => codeOf(Promise.resolve().then(() => verifyKey(key)))
    expect(await judge('first')).toBe('accepted')
    await write('the second')
    vi.setSystemTime(Date.now() + 1500)
    expect([await judge('the second'), await judge('first')]).toEqual(['accepted', 'TOKEN_INVALID'])
    await writeFile(file, 'no JSON')
    vi.setSystemTime(Date.now() + 1500)
    expect(await judge('the second')).toBe('accepted')
    expect(problems).toHaveLength(1)
    vi.useRealTimers()
  })

  test('file that stores something else than hashes does not load', async () => {
    const file = join(folder, 'plain.json')
    await writeFile(file, JSON.stringify([{client: 'reporting', sha256: 'correct-horse', scopes: []}]))
    await expect(readApiKeys(file)).rejects.toThrow(/Entry 0/)
  })
})

describe('a revocation', () => {
  const token = {id: 'j_1', subject: 'u_1', issuedAt: now}
  const later = Date.now() + 60_000

  test('is about one token, the tokens of a subject, or those of everybody', () => {
    const list = createRevocationList()
    expect(list.includes(token)).toBe(false)
    list.add({tokenId: 'j_2'}, later)
    list.add({subject: 'u_2', issuedBefore: later}, later)
    expect(list.includes(token)).toBe(false)
    expect(list.includes({...token, id: 'j_2'})).toBe(true)
    expect(list.includes({...token, subject: 'u_2'})).toBe(true)
    list.add({issuedBefore: now * 1000}, later)
    expect(list.includes(token)).toBe(false)
    list.add({issuedBefore: now * 1000 + 1}, later)
    expect(list.includes(token)).toBe(true)
  })

  test('of an earlier moment never takes back a later one', () => {
    const list = createRevocationList()
    list.add({subject: 'u_1', issuedBefore: later}, later)
    list.add({subject: 'u_1', issuedBefore: 1}, later)
    expect(list.includes(token)).toBe(true)
  })

  test('holds for a token that was found good a moment ago, too', async () => {
    const revocations = createRevocationList()
    const check = createTokenVerifier({issuer, audience, keys: remoteKeys(url), revocations})
    const mine = await sign(good)
    const other = await sign({...good, jti: 'j_2'})
    expect([await codeOf(check(mine)), await codeOf(check(other))]).toEqual(['accepted', 'accepted'])
    revocations.add({tokenId: 'j_1'}, later)
    const again = (text: string) => codeOf(Promise.resolve().then(() => check(text)))
    expect([await again(mine), await again(other)]).toEqual(['TOKEN_REVOKED', 'accepted'])
  })
})

describe('a policy', () => {
  const question = {identity: undefined, method: 'GET', url: '/', headers: {}, address: '10.0.0.1'}

  test('lets pass by true and by nothing else', async () => {
    expect(await codeOf(decide(() => true, question))).toBe('accepted')
    expect(await codeOf(decide(async () => true, question))).toBe('accepted')
    expect(await codeOf(decide(() => false, question))).toBe('PERMISSION_DENIED')
    const forgetful = (() => undefined) as unknown as Policy // In JavaScript nobody would notice.
    expect(await codeOf(decide(forgetful, question))).toBe('PERMISSION_DENIED')
  })

  test('that fails or does not come to an end is an outage, no refusal', async () => {
    const failing: Policy = () => {
      throw new Error('The directory is away.')
    }
    expect(await codeOf(decide(failing, question))).toBe('AUTHZ_UNAVAILABLE')
    expect(await codeOf(decide(() => new Promise(() => undefined), question))).toBe('AUTHZ_UNAVAILABLE')
  })
})

describe('the requirements of an operation', () => {
  const schemes = {bearerAuth: {type: 'http', scheme: 'bearer'}, keyAuth: {type: 'apiKey'}, tls: {type: 'mutualTLS'}}

  test('come from its security, each alternative with its own kind of proof', () => {
    const requirements = requirementsOf([{bearerAuth: ['orders:read']}, {keyAuth: []}], schemes)
    const caller = {subject: 'ann', scopes: new Set<string>(), roles: []}
    expect(missingScopes({...caller, scheme: 'bearer'}, requirements)).toEqual(['orders:read'])
    expect(missingScopes({...caller, scheme: 'apiKey'}, requirements)).toEqual([])
    expect(missingScopes({...caller, scheme: 'apiKey'}, requirementsOf([{bearerAuth: []}], schemes))).toBeUndefined()
  })

  test.each([
    ['none at all', []],
    ['undefined', undefined],
    ['the empty alternative', [{}]],
    ['two schemes at once', [{bearerAuth: [], keyAuth: []}]],
    ['a scheme that is not declared', [{other: []}]],
    ['a scheme that is not checked here', [{tls: []}]],
  ])('are never %s', (_name, security) => {
    expect(() => requirementsOf(security, schemes)).toThrow()
  })
})
