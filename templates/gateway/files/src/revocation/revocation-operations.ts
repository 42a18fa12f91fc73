import type {Revocation} from '../platform/auth/revocations.js'
import type {OperationInput, Operations} from '../platform/contract/operation.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {RevocationStore} from './revocation-store.js'

/** The body of a revocation as the contract describes it. */
interface RevocationBody {
  readonly tokenId?: string
  readonly subject?: string
  readonly everybody?: boolean
  readonly issuedBefore?: string
  readonly expiresAt?: string
}

/** Milliseconds that a revocation is kept when nobody says how long its tokens live: as long as the longest of the standard. */
const usual = 7 * 24 * 60 * 60 * 1000

/** Calls tokens back. It is said again as often as one likes, so it needs no key against repetition. */
export function revocationOperations(revocations: RevocationStore) {
  return {
    revokeTokens: async ({body}: OperationInput<{body: RevocationBody}>) => {
      const until = body.expiresAt === undefined ? Date.now() + usual : Date.parse(body.expiresAt)
      try {
        await revocations.revoke(revocationOf(body), until)
      } catch (cause) {
        throw new ApiError('SERVICE_UNAVAILABLE', 'The revocation holds for this instance only. Send it again.', {
          headers: {'retry-after': '1'},
          cause,
        })
      }
      return {status: 204}
    },
  } satisfies Operations
}

function revocationOf({tokenId, subject, issuedBefore}: RevocationBody): Revocation {
  if (tokenId !== undefined) return {tokenId}
  const moment = issuedBefore === undefined ? Date.now() : Date.parse(issuedBefore)
  return {...(subject !== undefined && {subject}), issuedBefore: moment}
}
