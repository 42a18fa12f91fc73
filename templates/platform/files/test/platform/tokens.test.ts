import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {errors, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT} from 'jose'
import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest'
import {remoteKeys} from '../../src/platform/auth/remote-keys.js'
import {createRevocationList} from '../../src/platform/auth/revocations.js'
import {createTokenVerifier, type VerifyToken} from '../../src/platform/auth/token-verifier.js'
import {codeOf} from './code-of.js'

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
let url: URL
let verify: VerifyToken

beforeAll(async () => {
  jwks = createServer((_request, response) => response.end(JSON.stringify(keySet))).listen(0, '127.0.0.1')
  await new Promise(done => jwks.once('listening', done))
  url = new URL(`http://127.0.0.1:${(jwks.address() as AddressInfo).port}/jwks`)
  verify = createTokenVerifier({issuer, audience, keys: remoteKeys(url)})
})

afterAll(() => {
  jwks.close()
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
    ['that is said to be issued in an hour', () => sign({...good, iat: now + 3600, exp: now + 7200}), 'TOKEN_INVALID'],
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
