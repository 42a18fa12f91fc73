import {randomBytes, randomUUID} from 'node:crypto'
import {link, mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import type {JWK, JWTVerifyGetKey} from 'jose'
import {createLocalJWKSet} from 'jose/jwks/local'
import {SignJWT} from 'jose/jwt/sign'
import {exportJWK} from 'jose/key/export'
import {generateKeyPair} from 'jose/key/generate/keypair'
import {importJWK} from 'jose/key/import'

/** What a token is to say. */
export interface TokenRequest {
  readonly subject: string
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
  /** Seconds until it expires; negative makes a token that has expired already. */
  readonly lifetime: number
}

/** Stands in for the identity provider on a developer's machine. */
export interface DevelopmentIssuer {
  readonly issuer: string
  readonly audience: string
  readonly keys: JWTVerifyGetKey
  mint(request: TokenRequest): Promise<string>
}

const issuer = 'urn:mesh:development'
const audience = 'urn:mesh:development'
const algorithm = 'ES256'

/**
 * Opens the issuer whose key lies in a file, and makes the key when there is none. Programs that share the file accept
 * each other's tokens.
 */
export async function openDevelopmentIssuer(file: string): Promise<DevelopmentIssuer> {
  // The configuration refuses this too; a second lock, because a key on a disk must never open production.
  if (process.env['NODE_ENV'] === 'production') throw new Error('There is no development issuer in production.')
  const key = await readOrMakeKey(file)
  const {d: _private, ...publicKey} = key
  const privateKey = await importJWK(key, algorithm)
  return {
    issuer,
    audience,
    keys: createLocalJWKSet({keys: [publicKey]}),
    mint: ({subject, scopes, roles, lifetime}) => {
      const now = Math.floor(Date.now() / 1000)
      return new SignJWT({scope: scopes.join(' '), roles: [...roles]})
        .setProtectedHeader({alg: algorithm, kid: publicKey.kid ?? '', typ: 'JWT'})
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(now + lifetime)
        .sign(privateKey)
    },
  }
}

async function readOrMakeKey(file: string): Promise<JWK> {
  const text = (await readIfThere(file)) ?? (await makeKey(file))
  const key = parseKey(text)
  if (!key) throw new Error(`"${file}" holds no development key. Delete it, and the next start makes a new one.`)
  return key
}

async function makeKey(file: string): Promise<string> {
  const {privateKey} = await generateKeyPair(algorithm, {extractable: true})
  const key = {...(await exportJWK(privateKey)), kid: `development-${randomBytes(4).toString('hex')}`, alg: algorithm}
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  await mkdir(dirname(file), {recursive: true})
  await writeFile(draft, `${JSON.stringify(key, undefined, 2)}\n`, {mode: 0o600, flag: 'wx'})
  try {
    // A link is there completely or not at all, and it never replaces the key that another program made just now.
    await link(draft, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft, {force: true})
  }
  return readFile(file, 'utf8')
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function parseKey(text: string): JWK | undefined {
  try {
    const key: JWK | null = JSON.parse(text)
    return key?.kty === 'EC' && key.crv === 'P-256' && key.d && key.kid ? key : undefined
  } catch {
    return undefined
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
