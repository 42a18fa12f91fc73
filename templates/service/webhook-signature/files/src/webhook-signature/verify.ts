import {timingSafeEqual} from 'node:crypto'
import {sign} from './sign.js'

/** What a delivery says about itself, and its bytes as they came. */
export interface SignedDelivery {
  readonly timestamp: unknown
  readonly signature: unknown
  readonly body: Uint8Array
}

/** Why a delivery is not believed; no caller is told which of them it is. */
export type Doubt = 'headers' | 'window' | 'signature'

export interface VerifyOptions {
  /** Each of them may have signed: the old and the new one while they are changed. */
  readonly secrets: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
  /** Seconds by which the sender's clock may be away from ours. */
  readonly window: number
}

/** Undefined when one of the secrets has signed these very bytes, not too long ago. */
export function verify(
  {timestamp, signature, body}: SignedDelivery,
  {secrets, now, window}: VerifyOptions,
): Doubt | undefined {
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return 'headers'
  if (typeof signature !== 'string' || !/^sha256=[0-9a-f]{64}$/.test(signature)) return 'headers'
  if (Math.abs(now / 1000 - Number(timestamp)) > window) return 'window'
  const given = Buffer.from(signature)
  // All are tried, so that the time tells nobody which one it was.
  const matches = secrets.map(secret => timingSafeEqual(Buffer.from(sign(secret, timestamp, body)), given))
  return matches.includes(true) ? undefined : 'signature'
}
