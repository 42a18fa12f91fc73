import type {Delivery} from './webhook.js'
import type {TryOutcome} from './webhook-sender.js'

/** How often and when a delivery is tried again. */
export interface RetryPolicy {
  /** After the first try. */
  readonly retries: number
  /** Milliseconds before the first retry; each further one waits twice as long. */
  readonly first: number
}

/** Milliseconds that a receiver can make us wait. */
const longestWait = 3_600_000

/** The delivery after a try. Only what may be different the next time is tried again: 408, 429, 5xx and no answer at all. */
export function afterTry(
  delivery: Delivery,
  outcome: TryOutcome,
  {retries, first}: RetryPolicy,
  {now, random = Math.random}: {readonly now: number; readonly random?: () => number},
): Delivery {
  const tries = delivery.tries + 1
  const responseStatus = outcome.kind === 'answered' ? outcome.status : undefined
  const error = outcome.kind === 'failed' ? outcome.error : undefined
  const next = {...delivery, tries, responseStatus, error}
  if (responseStatus !== undefined && responseStatus >= 200 && responseStatus < 300)
    return {...next, status: 'delivered'}
  if (!mayHelp(outcome) || tries > retries) return {...next, status: 'dead'}
  const growing = first * 2 ** (tries - 1)
  // Up to half as long again: receivers that come back are not met by all at once.
  const wait = growing * (1 + random() / 2)
  const asked = outcome.kind === 'answered' ? waitOf(outcome.retryAfter, now) : 0
  return {...next, status: 'pending', nextTryAt: now + Math.max(wait, Math.min(asked, longestWait))}
}

function mayHelp(outcome: TryOutcome): boolean {
  if (outcome.kind === 'failed') return !outcome.final
  return outcome.status === 408 || outcome.status === 429 || outcome.status >= 500
}

/** Milliseconds that a Retry-After asks for, in either of its forms. */
function waitOf(retryAfter: string | undefined, now: number): number {
  if (retryAfter === undefined) return 0
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000
  const until = Date.parse(retryAfter)
  return Number.isNaN(until) ? 0 : Math.max(0, until - now)
}
