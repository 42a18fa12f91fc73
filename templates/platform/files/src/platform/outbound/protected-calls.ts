import {currentContext} from '../context/request-context.js'
import {ApiError} from '../errors/api-error.js'
import type {Logger} from '../logging/logger.js'
import type {Metrics} from '../metrics/metrics.js'
import type {CallLimits} from './call-limits.js'
import {createCallPolicy, type Try} from './call-policy.js'

export interface ProtectedCallsOptions {
  /** How the upstream is called in metrics and logs. */
  readonly name: string
  readonly limits: CallLimits
  readonly metrics: Metrics
  readonly logger: Logger
}

export interface ProtectedCallOptions {
  /** Operations that fail together; a breaker each. */
  readonly group: string
  /** Whether a second try can do no harm. */
  readonly idempotent: boolean
}

/** Runs calls to one upstream, by whatever protocol, within its limits and counts how they end. */
export type ProtectedCalls = <Answer extends {readonly ok: boolean}>(
  attempt: Try<Answer>,
  options: ProtectedCallOptions,
) => Promise<Answer>

const states = {closed: 0, 'half-open': 1, open: 2} as const

export function createProtectedCalls({name, limits, metrics, logger}: ProtectedCallsOptions): ProtectedCalls {
  const policy = createCallPolicy({
    limits,
    onBreakerChange: (group, state) => {
      metrics.breakerState.set({upstream: name, group}, states[state])
      if (state !== 'closed') logger.warn({upstream: name, group, state}, 'The circuit breaker changed.')
    },
  })
  return async (attempt, {group, idempotent}) => {
    const startedAt = performance.now()
    const signal = currentContext()?.signal ?? neverAborted
    let outcome = 'failed'
    try {
      const answer = await policy(attempt, {group, idempotent, signal})
      outcome = answer.ok ? 'answered' : 'refused'
      return answer
    } catch (error) {
      if (error instanceof ApiError) outcome = error.code.toLowerCase()
      throw error
    } finally {
      metrics.upstreamRequests.count(name, outcome)
      metrics.upstreamDuration.observe([name], (performance.now() - startedAt) / 1000)
    }
  }
}

const neverAborted = new AbortController().signal
