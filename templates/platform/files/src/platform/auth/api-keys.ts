import {createHash, timingSafeEqual} from 'node:crypto'
import {readFile, stat} from 'node:fs/promises'
import {ApiError} from '../errors/api-error.js'
import type {Identity} from './identity.js'

/** Turns an API key into the client it was given to, or throws the ApiError that refuses it. */
export type VerifyKey = (key: string) => Identity | Promise<Identity>

/** One line of the key file. The key itself is nowhere: only its SHA-256 is kept. A client that gets a new key has two
 * lines for a while, the older one with an end. */
export interface StoredKey {
  readonly client: string
  /** 64 hexadecimal digits; `printf %s "$KEY" | sha256sum` makes them. */
  readonly sha256: string
  readonly scopes: readonly string[]
  readonly roles?: readonly string[]
  /** RFC 3339; the key is good until then. */
  readonly expires?: string
}

/** Milliseconds between two looks whether the file has changed. */
const lookEvery = 1000

/**
 * The keys of a file: a JSON list of `{client, sha256, scopes, roles, expires}`. A key must be long and random: it has no
 * salt. When the file changes, its new keys are good and its old ones are not within a second; when what it says then makes
 * no sense, `onProblem` is told and the keys of before stay.
 */
export async function readApiKeys(
  file: string,
  onProblem: (error: unknown) => void = () => undefined,
): Promise<VerifyKey> {
  let changed = await changeOf(file)
  let verify = createKeyVerifier(await readKeys(file))
  let lookedAt = Date.now()

  async function look(): Promise<void> {
    try {
      const now = await changeOf(file)
      if (now === changed) return
      changed = now
      verify = createKeyVerifier(await readKeys(file))
    } catch (error) {
      onProblem(error)
    }
  }

  return key => {
    if (Date.now() - lookedAt < lookEvery) return verify(key)
    lookedAt = Date.now()
    return look().then(() => verify(key))
  }
}

export function createKeyVerifier(stored: readonly StoredKey[]): (key: string) => Identity {
  const known = new Map(
    stored.map(({client, sha256, scopes, roles = [], expires}) => {
      const hash = Buffer.from(sha256, 'hex')
      const identity: Identity = {scheme: 'apiKey', subject: client, scopes: new Set(scopes), roles}
      const until = expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires)
      return [hash.toString('hex'), {hash, identity, until}] as const
    }),
  )
  return key => {
    // Found by hash and compared in constant time: an attacker's clock learns nothing about the keys.
    const hash = createHash('sha256').update(key).digest()
    const found = known.get(hash.toString('hex'))
    if (!found || !timingSafeEqual(found.hash, hash)) throw new ApiError('TOKEN_INVALID', 'The API key is not known.')
    if (found.until <= Date.now()) throw new ApiError('TOKEN_EXPIRED', 'The API key has expired.')
    return found.identity
  }
}

/** Modified and replaced are the same here: a mounted secret changes by a symbolic link. */
async function changeOf(file: string): Promise<string> {
  const {mtimeMs, size, ino} = await stat(file)
  return `${mtimeMs} ${size} ${ino}`
}

async function readKeys(file: string): Promise<readonly StoredKey[]> {
  const stored: unknown = JSON.parse(await readFile(file, 'utf8'))
  if (!Array.isArray(stored)) throw new Error(`"${file}" must be a JSON list of {client, sha256, scopes}.`)
  return stored.map((entry: unknown, index) => {
    if (isStoredKey(entry)) return entry
    throw new Error(
      `Entry ${index} of "${file}" must have client, sha256 (64 hexadecimal digits) and scopes; roles and expires (RFC 3339) may be there.`,
    )
  })
}

function isStoredKey(entry: unknown): entry is StoredKey {
  if (typeof entry !== 'object' || entry === null) return false
  const {client, sha256, scopes, roles = [], expires} = entry as Partial<Record<keyof StoredKey, unknown>>
  return (
    typeof client === 'string' &&
    client !== '' &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/i.test(sha256) &&
    isTextList(scopes) &&
    isTextList(roles) &&
    (expires === undefined || (typeof expires === 'string' && !Number.isNaN(Date.parse(expires))))
  )
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}
