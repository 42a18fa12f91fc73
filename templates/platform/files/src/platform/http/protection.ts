import {readApiKeys} from '../auth/api-keys.js'
import {createGuard, type Guard} from '../auth/guard.js'
import type {Revocations} from '../auth/revocations.js'
import {type AuthSettings, developmentIssuerFile} from '../auth/settings.js'
import {createTokenVerifier, type TokenRules} from '../auth/token-verifier.js'
import {rateLimitsOf, type SecuritySettings} from '../config/security-settings.js'
import type {Metrics} from '../metrics/metrics.js'
import {createAddressLimit} from '../rate-limit/address-limit.js'
import type {Window} from '../rate-limit/classes.js'
import {createMemoryStore} from '../rate-limit/memory-store.js'
import type {RateLimitStore} from '../rate-limit/rate-limit-store.js'
import {createRateLimiter} from '../rate-limit/rate-limiter.js'

export interface ProtectionOptions {
  readonly settings: SecuritySettings
  readonly metrics: Metrics
  /** The name of the service, told to callers without identity. */
  readonly realm: string
  /** Tokens that were called back; none when left out. */
  readonly revocations?: Revocations | undefined
  /** Where calls are counted; in memory when left out. */
  readonly rateLimitStore?: RateLimitStore | undefined
  /** For each network before its proofs are looked at; no limit when left out. */
  readonly addressLimit?: readonly Window[] | undefined
  /** Told when the file of API keys has changed and can not be read. */
  readonly onKeyProblem?: (error: unknown) => void
}

/** Opens everything that stands before the operations: token keys, API keys, rate limits. */
export async function openGuard(options: ProtectionOptions): Promise<Guard> {
  const {settings, metrics, realm, revocations, rateLimitStore = createMemoryStore(), addressLimit} = options
  const verifyToken = createTokenVerifier({...(await tokenRules(authSettings(settings))), revocations})
  const {API_KEYS_FILE} = settings
  const countRefusal = () => metrics.rateLimitBlocks.inc({class: 'address'})
  return createGuard({
    realm,
    verifyToken,
    verifyKey: API_KEYS_FILE === undefined ? undefined : await readApiKeys(API_KEYS_FILE, options.onKeyProblem),
    admitAddress: addressLimit && createAddressLimit(addressLimit, countRefusal),
    limiter: createRateLimiter({
      classes: rateLimitsOf(settings),
      store: rateLimitStore,
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
  // Of the two only what is used is loaded.
  if (settings.kind === 'development') {
    const {openDevelopmentIssuer} = await import('../auth/development-issuer.js')
    return openDevelopmentIssuer(settings.file)
  }
  const {jwksUrl, issuer, audience} = settings
  const {remoteKeys} = await import('../auth/remote-keys.js')
  return {issuer, audience, keys: remoteKeys(jwksUrl)}
}
