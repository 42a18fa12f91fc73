import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {ApiError} from '../errors/api-error.js'
import type {Identity} from './identity.js'

/** Turns an API key into the client it was given to, or throws the ApiError that refuses it. */
export type VerifyKey = (key: string) => Identity

/** One line of the key file. The key itself is nowhere: only its SHA-256 is kept. */
interface StoredKey {
  readonly client: string
  /** 64 hexadecimal digits; `printf %s "$KEY" | sha256sum` makes them. */
  readonly sha256: string
  readonly scopes: readonly string[]
}

/** The keys of a file: a JSON list of `{client, sha256, scopes}`. A key must be long and random: it has no salt. */
export async function readApiKeys(file: string): Promise<VerifyKey> {
  const stored: unknown = JSON.parse(await readFile(file, 'utf8'))
  if (!Array.isArray(stored)) throw new Error(`"${file}" must be a JSON list of {client, sha256, scopes}.`)
  return createKeyVerifier(
    stored.map((entry: unknown, index) => {
      if (isStoredKey(entry)) return entry
      throw new Error(`Entry ${index} of "${file}" must have client, sha256 (64 hexadecimal digits) and scopes.`)
    }),
  )
}

export function createKeyVerifier(stored: readonly StoredKey[]): VerifyKey {
  const identities = new Map(
    stored.map(({client, sha256, scopes}): [string, Identity] => [
      sha256.toLowerCase(),
      {scheme: 'apiKey', subject: client, scopes: new Set(scopes), roles: []},
    ]),
  )
  return key => {
    // A lookup by hash tells an attacker's clock nothing about the keys.
    const identity = identities.get(createHash('sha256').update(key).digest('hex'))
    if (!identity) throw new ApiError('TOKEN_INVALID', 'The API key is not known.')
    return identity
  }
}

function isStoredKey(entry: unknown): entry is StoredKey {
  if (typeof entry !== 'object' || entry === null) return false
  const {client, sha256, scopes} = entry as Partial<Record<keyof StoredKey, unknown>>
  return (
    typeof client === 'string' &&
    client !== '' &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/i.test(sha256) &&
    Array.isArray(scopes) &&
    scopes.every(scope => typeof scope === 'string')
  )
}
