import type {Revocation, Revocations} from '../platform/auth/revocations.js'

/** Tokens that were called back, and the way to call more of them back. */
export interface RevocationStore extends Revocations {
  /** `until` in milliseconds since 1970: when the last of those tokens has expired by itself. */
  revoke(revocation: Revocation, until: number): Promise<void>
  close(): void
}
