import {createPrivateKey, type KeyObject, randomUUID, sign} from 'node:crypto'
import {resolve} from 'node:path'
import type {AuthSettings} from '../../config/auth-schema.js'
import {MeshError} from '../../core/errors.js'
import {readTextFile} from '../../io/files.js'
import type {TokenSource} from './credentials.js'

type Settings = NonNullable<AuthSettings['developmentIssuer']>

/** What generated services accept on the machine of a developer: templates/platform, auth/development-issuer.ts. */
const issuer = 'urn:mesh:development'

/** Seconds. */
const lifetime = 900

/** Tokens of the issuer that generated services share by a key file; they are made here, nobody is asked. */
export function developmentTokens({keyFile, subject, scope, roles}: Settings, root: string): TokenSource {
  const shown = keyFile ?? (process.env['DEV_ISSUER_FILE'] || '.mesh/dev-issuer.json')
  return async () => {
    const {id, key} = await readKey(resolve(root, shown), shown)
    const now = Math.floor(Date.now() / 1000)
    const header = {alg: 'ES256', kid: id, typ: 'JWT'}
    const claims = {
      scope,
      roles,
      iss: issuer,
      aud: issuer,
      sub: subject,
      jti: randomUUID(),
      iat: now,
      exp: now + lifetime,
    }
    const signed = `${encoded(header)}.${encoded(claims)}`
    const signature = sign('sha256', Buffer.from(signed), {key, dsaEncoding: 'ieee-p1363'})
    return {token: `${signed}.${signature.toString('base64url')}`, lifetime}
  }
}

async function readKey(path: string, shown: string): Promise<{readonly id: string; readonly key: KeyObject}> {
  const text = await readTextFile(path, shown).catch(() => {
    throw new MeshError(
      `There is no key of a development issuer at "${shown}".`,
      'Start the service once: it makes the key. Or name the file with DEV_ISSUER_FILE, as the service does.',
    )
  })
  try {
    const jwk = JSON.parse(text)
    if (typeof jwk.kid !== 'string') throw new Error('It has no "kid".')
    return {id: jwk.kid, key: createPrivateKey({key: jwk, format: 'jwk'})}
  } catch {
    throw new MeshError(
      `"${shown}" holds no key of a development issuer.`,
      'Delete it; the next start of the service makes a new one.',
    )
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
