import {standardTrip, type TripOptions} from './trip-rule.js'

/** How patient calls to one upstream are. Times in milliseconds. */
export interface CallLimits {
  /** A call with all its tries and pauses. */
  readonly total: number
  /** One try. */
  readonly perTry: number
  readonly connect: number
  /** Tries after the first one, of idempotent requests only. */
  readonly retries: number
  /** First pause between tries; doubles, is never longer than `longestPause`, and is random below that. */
  readonly pause: number
  readonly longestPause: number
  /** Calls at a time, and how many more may wait. */
  readonly concurrent: number
  readonly queued: number
  readonly trip: TripOptions
  /** How long an open breaker refuses before it lets one probe through. */
  readonly openFor: number
}

/** The numbers of the standard. */
export const standardLimits: CallLimits = {
  total: 10_000,
  perTry: 2000,
  connect: 2000,
  retries: 3,
  pause: 100,
  longestPause: 3000,
  concurrent: 100,
  queued: 50,
  trip: standardTrip,
  openFor: 30_000,
}
