import type {Dispatcher} from 'undici'
import {ApiError} from '../platform/errors/api-error.js'
import {isUnreachable, ServerError} from './failure.js'

export interface RetryOptions {
  /** Tries after the first one. */
  readonly attempts: number
  /** Retries for each request, on the average: 0.2 lets every fifth request be repeated. */
  readonly budget: number
}

/** Says what may be tried again at another instance. */
export interface Retries {
  /** Counts a request, which earns its share of a retry. */
  request(): void
  allows(error: unknown, options: Pick<Dispatcher.DispatchOptions, 'method' | 'body'>, triesSoFar: number): boolean
}

/** Retries that may come at once, after a quiet time. */
const reserve = 10

const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/** When a whole service is ill, retries would be the last straw: the budget makes them few. */
export function createRetries({attempts, budget}: RetryOptions): Retries {
  let credit = reserve
  return {
    request() {
      credit = Math.min(reserve, credit + budget)
    },
    allows(error, {body, method}, triesSoFar) {
      // A body is gone once it was handed over.
      if (triesSoFar > attempts || body) return false
      // Nothing was sent, so nothing is repeated.
      if (isUnreachable(error) || isRefusal(error)) return true
      if (!idempotent.has(method) || !isPassing(error) || credit < 1) return false
      credit -= 1
      return true
    },
  }
}

/** A breaker that was closed when the instance was chosen. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'CIRCUIT_OPEN'
}

/** What another instance may do better. A timeout is not: its time is over for the caller, too. */
function isPassing(error: unknown): boolean {
  if (error instanceof ServerError) return [502, 503, 504].includes(error.response.statusCode)
  return error instanceof ApiError && error.code === 'UPSTREAM_BAD_RESPONSE'
}
