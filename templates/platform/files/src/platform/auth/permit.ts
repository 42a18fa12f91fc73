import {ApiError} from '../errors/api-error.js'
import {missingScopes, type Requirement} from './access.js'
import {decide} from './decide.js'
import {denied} from './denied.js'
import type {Arrival, Protection} from './guard.js'
import type {Identity} from './identity.js'

/** What a refusal says beside its code. */
export interface PermitOptions {
  /** Whom the credentials are for, told in `WWW-Authenticate`. */
  readonly realm: string
  /** Why the proof of the caller was not taken for good, if it had one. */
  readonly refusal?: ApiError | undefined
}

/** Whether a caller may: by scope and role, and by the policy. Gives the identity, or throws the ApiError that refuses. */
export function permit(
  {method = '', url = '', headers, ip: address = ''}: Arrival,
  identity: Identity | undefined,
  {public: open, requirements, roles, policy}: Omit<Protection, 'rateLimitClass'>,
  {realm, refusal}: PermitOptions,
): Identity | undefined | Promise<Identity | undefined> {
  if (!open) {
    if (!identity) throw challenge(refusal, realm)
    authorize(identity, requirements, realm)
    if (roles?.length && !roles.some(role => identity.roles.includes(role))) throw denied()
  }
  if (!policy) return identity
  return decide(policy, {identity, method, url, headers, address}).then(() => identity)
}

/** A 401 tells how to authenticate. Keys that can not be fetched are no fault of the caller's and stay a 503. */
function challenge(refusal: ApiError | undefined, realm: string): ApiError {
  if (refusal && refusal.status !== 401) return refusal
  const headers = {'www-authenticate': `Bearer realm="${realm}"${refusal ? ', error="invalid_token"' : ''}`}
  if (!refusal) return new ApiError('AUTHENTICATION_REQUIRED', 'Send a bearer token.', {headers})
  return new ApiError(refusal.code, refusal.message, {headers, cause: refusal.cause})
}

function authorize(identity: Identity, requirements: readonly Requirement[], realm: string): void {
  const missing = missingScopes(identity, requirements)
  if (missing?.length === 0) return
  const scope = missing ? `, scope="${missing.join(' ')}"` : ''
  throw denied({'www-authenticate': `Bearer realm="${realm}", error="insufficient_scope"${scope}`})
}
