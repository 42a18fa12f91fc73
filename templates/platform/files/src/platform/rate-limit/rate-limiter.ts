import {ApiError} from '../errors/api-error.js'
import type {RateLimitClasses} from './classes.js'
import type {RateLimitStore, Tally, Verdict} from './rate-limit-store.js'

/** Where headers of the answer are put; a reply of Fastify is one. */
export interface AnswerHeaders {
  headers(values: Readonly<Record<string, string | number>>): unknown
}

/** Counts calls, tells the caller what is left, and refuses those beyond the limit. */
export interface RateLimiter {
  /** Throws RATE_LIMIT_EXCEEDED, or rejects when the store is elsewhere. `key` says who calls, see `callerKey`. */
  count(reply: AnswerHeaders, className: string, key: string): void | Promise<void>
}

export interface RateLimiterOptions {
  readonly classes: RateLimitClasses
  readonly store: RateLimitStore
  /** Called for each counted call, for metrics. */
  readonly observe?: (className: string, blocked: boolean) => void
}

export function createRateLimiter({classes, store, observe}: RateLimiterOptions): RateLimiter {
  const settle = (reply: AnswerHeaders, className: string, {allowed, tallies}: Verdict): void => {
    observe?.(className, !allowed)
    const tightest = tightestOf(tallies)
    if (tightest) reply.headers(headersOf(tightest))
    if (!allowed) throw exceeded(tallies)
  }
  return {
    count(reply, className, key) {
      const windows = classes[className]
      if (!windows) throw new Error(`There is no rate limit class "${className}".`)
      const verdict = store.take(`${className}:${key}`, windows)
      // To wait where there is nothing to wait for would cost every request a turn.
      return verdict instanceof Promise
        ? verdict.then(settled => settle(reply, className, settled))
        : settle(reply, className, verdict)
    },
  }
}

/** The window with the fewest calls left; of several that are full, the one that stays full longest. */
function tightestOf(tallies: readonly Tally[]): Tally | undefined {
  let tightest: Tally | undefined
  for (const tally of tallies) {
    const {remaining, resetMs} = tally
    const tighter =
      !tightest || remaining < tightest.remaining || (remaining === tightest.remaining && resetMs > tightest.resetMs)
    if (tighter) tightest = tally
  }
  return tightest
}

/** The 429 of a call that was one too many. */
export function exceeded(tallies: readonly Tally[]): ApiError {
  const tightest = tightestOf(tallies)
  if (!tightest) throw new Error('A limit without windows refuses nobody.')
  const {limit, windowSeconds} = tightest
  const headers = headersOf(tightest)
  const retryAfter = Math.max(1, Number(headers['ratelimit-reset']))
  return new ApiError('RATE_LIMIT_EXCEEDED', `Too many requests. Try again in ${retryAfter} s.`, {
    details: {limit, windowSeconds, retryAfter},
    headers: {...headers, 'retry-after': String(retryAfter)},
  })
}

/** What is told with every answer. */
function headersOf({limit, remaining, resetMs}: Tally) {
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(Math.ceil(resetMs / 1000)),
  }
}
