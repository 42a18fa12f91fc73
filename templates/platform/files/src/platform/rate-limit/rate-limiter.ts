import type {FastifyReply} from 'fastify'
import {ApiError} from '../errors/api-error.js'
import type {RateLimitClasses} from './classes.js'
import type {RateLimitStore, Tally} from './rate-limit-store.js'

/** Counts calls, tells the caller what is left, and refuses those beyond the limit. */
export interface RateLimiter {
  /** Throws RATE_LIMIT_EXCEEDED. `key` says who calls, see `callerKey`. */
  count(reply: FastifyReply, className: string, key: string): Promise<void>
}

export interface RateLimiterOptions {
  readonly classes: RateLimitClasses
  readonly store: RateLimitStore
  /** Called for each counted call, for metrics. */
  readonly observe?: (className: string, blocked: boolean) => void
}

export function createRateLimiter({classes, store, observe}: RateLimiterOptions): RateLimiter {
  return {
    async count(reply, className, key) {
      const windows = classes[className]
      if (!windows) throw new Error(`There is no rate limit class "${className}".`)
      const {allowed, tallies} = await store.take(`${className}:${key}`, windows)
      observe?.(className, !allowed)
      const tightest = tightestOf(tallies)
      if (!tightest) return
      const reset = Math.ceil(tightest.resetMs / 1000)
      reply
        .header('ratelimit-limit', tightest.limit)
        .header('ratelimit-remaining', tightest.remaining)
        .header('ratelimit-reset', reset)
      if (!allowed) throw exceeded(tightest, Math.max(1, reset))
    },
  }
}

/** The window with the fewest calls left; of several that are full, the one that stays full longest. */
function tightestOf(tallies: readonly Tally[]): Tally | undefined {
  return [...tallies].sort((left, right) => left.remaining - right.remaining || right.resetMs - left.resetMs)[0]
}

function exceeded({limit, windowSeconds}: Tally, retryAfter: number): ApiError {
  return new ApiError('RATE_LIMIT_EXCEEDED', `Too many requests. Try again in ${retryAfter} s.`, {
    details: {limit, windowSeconds, retryAfter},
    headers: {'retry-after': String(retryAfter)},
  })
}
