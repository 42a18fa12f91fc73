import {
  BulkheadRejectedError,
  bulkhead,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  retry,
  TimeoutStrategy,
  timeout,
} from 'cockatiel'
import {ApiError} from '../errors/api-error.js'
import {type BreakerState, createBreaker} from './breaker.js'
import type {CallLimits} from './call-limits.js'
import {isUpstreamFailure} from './upstream-failure.js'

export interface PolicyOptions {
  readonly limits: CallLimits
  readonly onBreakerChange?: (group: string, state: BreakerState) => void
}

export interface CallOptions {
  /** Operations that fail together; each group has a breaker of its own. */
  readonly group: string
  /** Whether a second try can do no harm. */
  readonly idempotent: boolean
  /** Ends the call early, because nobody waits for it any more. */
  readonly signal: AbortSignal
}

/** One try: throws an ApiError of an upstream failure when the upstream is to blame. */
export type Try<T> = (signal: AbortSignal) => Promise<T>

export type CallPolicy = <T>(attempt: Try<T>, options: CallOptions) => Promise<T>

/** From the outside in: total time, concurrency, retries, breaker, time of one try. The breaker sees every try, so
 * that five failures open it however they are spread over calls; a refusal of the breaker is never retried. */
export function createCallPolicy({limits, onBreakerChange}: PolicyOptions): CallPolicy {
  const breakers = new Map<string, ReturnType<typeof createBreaker>>()
  const total = timeout(limits.total, TimeoutStrategy.Aggressive)
  const perTry = timeout(limits.perTry, TimeoutStrategy.Aggressive)
  const slots = bulkhead(limits.concurrent, limits.queued)
  const retries = retry(handleWhen(isUpstreamFailure), {
    maxAttempts: limits.retries,
    backoff: new ExponentialBackoff({
      generator: fullJitterGenerator,
      initialDelay: limits.pause,
      maxDelay: limits.longestPause,
    }),
  })
  const breakerOf = (group: string) => {
    const known = breakers.get(group)
    if (known) return known
    const {trip, openFor} = limits
    const onChange = (state: BreakerState) => onBreakerChange?.(group, state)
    const breaker = createBreaker({isFailure: isUpstreamFailure, trip, openFor, onChange})
    breakers.set(group, breaker)
    onChange(breaker.state)
    return breaker
  }

  return async (attempt, {group, idempotent, signal}) => {
    const once = (outer: AbortSignal) =>
      breakerOf(group).run(() => timely(inner => perTry.execute(({signal: s}) => attempt(s), inner), outer))
    const tries = (outer: AbortSignal) =>
      idempotent ? retries.execute(({signal: inner}) => go(once, inner), outer) : once(outer)
    // The bulkhead is not told of the signal: it would give the slot of a call that was cancelled to nobody.
    const inSlot = (outer: AbortSignal) => slots.execute(() => go(tries, outer))
    try {
      return await timely(outer => total.execute(({signal: inner}) => inSlot(inner), outer), signal)
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error
      throw new ApiError('SERVICE_UNAVAILABLE', 'Too many requests wait for another service.', {cause: error})
    }
  }
}

/** Nothing is begun for a caller who has left. */
async function go<T>(run: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  return run(signal)
}

/** Cockatiel reports its own timeout and the caller's hang-up by the same error; only the first is the upstream's fault. */
async function timely<T>(run: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await run(signal)
  } catch (error) {
    if (!(error instanceof Error) || !('isTaskCancelledError' in error) || signal.aborted) throw error
    throw new ApiError('UPSTREAM_TIMEOUT', 'A service that is needed for this did not answer in time.', {cause: error})
  }
}
