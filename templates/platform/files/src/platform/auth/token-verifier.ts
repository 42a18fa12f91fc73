import type {JWTPayload, JWTVerifyGetKey} from 'jose'
// By their own names: the whole of jose, with all that encrypts, would have to be loaded before the first request.
import * as errors from 'jose/errors'
import {jwtVerify} from 'jose/jwt/verify'
import {ApiError} from '../errors/api-error.js'
import type {Identity} from './identity.js'
import type {Revocations} from './revocations.js'
import {rememberTokens, type Verified} from './token-memory.js'

/** Turns a JWT into the identity that it proves, or throws or rejects with the ApiError that tells why it
 * proves nothing. One that
 * was seen a moment ago is known at once. */
export type VerifyToken = (token: string) => Identity | Promise<Identity>

export interface TokenRules {
  readonly issuer: string
  readonly audience: string
  readonly keys: JWTVerifyGetKey
  /** Tokens that were called back before their end; none when left out. */
  readonly revocations?: Revocations | undefined
}

/** Asymmetric only: whoever can check a token must not be able to make one. */
const algorithms = ['RS256', 'ES256']

/** Seconds by which the clocks of issuer and service may differ. */
const clockTolerance = 5

/** Characters of the longest token that is looked at: to keep and to check longer ones would be work for nothing. */
const longest = 8192

export function createTokenVerifier({issuer, audience, keys, revocations}: TokenRules): VerifyToken {
  const options = {issuer, audience, algorithms, clockTolerance, requiredClaims: ['sub', 'exp', 'iat', 'jti']}
  const check = async (token: string): Promise<Verified> => {
    try {
      const {payload} = await jwtVerify(token, keys, options)
      return verifiedOf(payload)
    } catch (error) {
      throw explain(error)
    }
  }
  const known = rememberTokens(check, token => {
    if (revocations?.includes(token)) throw new ApiError('TOKEN_REVOKED', 'The token was called back.')
  })
  return token => {
    if (token.length > longest) throw new ApiError('TOKEN_INVALID', 'The token is too long.')
    return known(token)
  }
}

function verifiedOf(claims: JWTPayload): Verified {
  // jose has made sure that the two times are there, as the options demand.
  const {sub, jti, scope = '', roles = [], exp = 0, iat = 0} = claims
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) throw malformed('sub')
  if (typeof jti !== 'string' || jti === '') throw malformed('jti')
  if (typeof scope !== 'string') throw malformed('scope')
  if (!isTextList(roles)) throw malformed('roles')
  // It would outlive every revocation of what was issued until now.
  if (iat > Date.now() / 1000 + clockTolerance) throw malformed('iat')
  const scopes = new Set(scope.split(' ').filter(Boolean))
  const identity: Identity = {scheme: 'bearer', subject: sub, scopes, roles, claims}
  return {identity, id: jti, subject: sub, issuedAt: iat, expires: exp}
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}

function malformed(claim: string): errors.JWTInvalid {
  return new errors.JWTInvalid(`The claim "${claim}" has not the expected form.`)
}

/** A token that is wrong is the caller's affair (401); keys that can not be had are ours (503). */
function explain(error: unknown): ApiError {
  if (error instanceof errors.JWTExpired) return new ApiError('TOKEN_EXPIRED', 'The token has expired.', {cause: error})
  if (areKeysMissing(error)) {
    return new ApiError('AUTHZ_UNAVAILABLE', 'Tokens can not be checked at the moment.', {cause: error})
  }
  return new ApiError('TOKEN_INVALID', 'The token is not valid.', {cause: error})
}

function areKeysMissing(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true
  // jose has no class of its own for "the key set answered something else than 200".
  return error.code === errors.JOSEError.code
}
