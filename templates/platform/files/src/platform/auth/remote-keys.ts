import type {JWTVerifyGetKey} from 'jose'
import {createRemoteJWKSet} from 'jose/jwks/remote'

/** Milliseconds after which the keys are fetched again although all tokens match one of them: a withdrawn key must go. */
const refreshEvery = 600_000
/** Milliseconds until the next try when that failed. */
const retryAfter = 30_000

/** The public keys of an issuer, by its JWKS address. */
export function remoteKeys(url: URL): JWTVerifyGetKey {
  // Without an end of life: an issuer that is down for an hour must not lock out everybody whose key is known.
  const keys = createRemoteJWKSet(url, {cacheMaxAge: Infinity, cooldownDuration: retryAfter, timeoutDuration: 2_000})
  let refreshAt = Date.now() + refreshEvery
  return (header, token) => {
    if (Date.now() >= refreshAt) {
      refreshAt = Date.now() + refreshEvery
      keys.reload().catch(() => {
        refreshAt = Date.now() + retryAfter
      })
    }
    return keys(header, token)
  }
}
