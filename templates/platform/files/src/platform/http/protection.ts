import {readApiKeys} from '../auth/api-keys.js'
import {openDevelopmentIssuer} from '../auth/development-issuer.js'
import {createGuard, type Guard} from '../auth/guard.js'
import {remoteKeys} from '../auth/remote-keys.js'
import {type AuthSettings, developmentIssuerFile} from '../auth/settings.js'
import {createTokenVerifier, type TokenRules} from '../auth/token-verifier.js'
import {rateLimitsOf, type SecuritySettings} from '../config/security-settings.js'
import type {Metrics} from '../metrics/metrics.js'
import {createMemoryStore} from '../rate-limit/memory-store.js'
import {createRateLimiter} from '../rate-limit/rate-limiter.js'

export interface ProtectionOptions {
  readonly settings: SecuritySettings
  readonly metrics: Metrics
  /** The name of the service, told to callers without identity. */
  readonly realm: string
}

/** Opens everything that stands before the operations: token keys, API keys, rate limits. */
export async function openGuard({settings, metrics, realm}: ProtectionOptions): Promise<Guard> {
  const verifyToken = createTokenVerifier(await tokenRules(authSettings(settings)))
  const {API_KEYS_FILE} = settings
  return createGuard({
    realm,
    verifyToken,
    verifyKey: API_KEYS_FILE === undefined ? undefined : await readApiKeys(API_KEYS_FILE),
    limiter: createRateLimiter({
      classes: rateLimitsOf(settings),
      store: createMemoryStore(),
      observe: (className, blocked) => {
        metrics.rateLimitHits.count(className)
        if (blocked) metrics.rateLimitBlocks.inc({class: className})
      },
    }),
    observe: (scheme, refusal) => {
      metrics.authAttempts.count(scheme)
      if (refusal !== undefined) metrics.authFailures.inc({method: scheme, code: refusal})
      if (scheme === 'bearer') metrics.tokenChecks.count(refusal ?? 'valid')
    },
  })
}

function authSettings({JWKS_URL, JWT_ISSUER, JWT_AUDIENCE, DEV_ISSUER_FILE}: SecuritySettings): AuthSettings {
  if (JWKS_URL === undefined) return {kind: 'development', file: developmentIssuerFile({DEV_ISSUER_FILE})}
  // The rules of the environment have made sure that both are there.
  return {kind: 'jwks', jwksUrl: new URL(JWKS_URL), issuer: JWT_ISSUER ?? '', audience: JWT_AUDIENCE ?? ''}
}

async function tokenRules(settings: AuthSettings): Promise<TokenRules> {
  if (settings.kind === 'development') return openDevelopmentIssuer(settings.file)
  const {jwksUrl, issuer, audience} = settings
  return {issuer, audience, keys: remoteKeys(jwksUrl)}
}
