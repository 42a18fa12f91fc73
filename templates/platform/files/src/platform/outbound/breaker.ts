import {CircuitState, circuitBreaker, handleWhen} from 'cockatiel'
import {ApiError} from '../errors/api-error.js'
import {standardTrip, type TripOptions, tripRule} from './trip-rule.js'

export type BreakerState = 'closed' | 'half-open' | 'open'

export interface BreakerOptions {
  /** Which errors speak against the upstream. What a caller did wrong, or gave up, never does. */
  readonly isFailure: (error: unknown) => boolean
  readonly trip?: TripOptions
  /** Milliseconds until the one probe. */
  readonly openFor?: number
  readonly onChange?: (state: BreakerState) => void
}

/** Stops calling what does not answer. */
export interface Breaker {
  readonly state: BreakerState
  /** Whether a call would be let through now: it is closed, or the one probe is due. */
  readonly admits: boolean
  /** Throws CIRCUIT_OPEN at once while the upstream is given time to recover. */
  run<T>(call: () => Promise<T>): Promise<T>
}

const names = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
} as const

/** Cockatiel's breaker with two promises more: calls from before a trip change nothing after it, and while one probe is
 * under way everybody else is refused instead of waiting for it. */
export function createBreaker(options: BreakerOptions): Breaker {
  const {isFailure, trip = standardTrip, openFor = 30_000, onChange} = options
  const policy = circuitBreaker(
    // A probe that ends in any error has proven nothing, not even when its caller hung up.
    handleWhen(error => !(error instanceof Late) && (policy.state === CircuitState.HalfOpen || isFailure(error))),
    {halfOpenAfter: openFor, breaker: tripRule(trip)},
  )
  let trips = 0
  let openedAt = 0
  policy.onBreak(() => {
    trips += 1
    openedAt = performance.now()
  })
  policy.onStateChange(state => onChange?.(names[state]))

  const refusal = (): ApiError => {
    const seconds = Math.max(1, Math.ceil((openedAt + openFor - performance.now()) / 1000))
    return new ApiError('CIRCUIT_OPEN', 'A service that is needed for this does not answer at the moment.', {
      headers: {'retry-after': String(seconds)},
    })
  }

  return {
    get state() {
      return names[policy.state]
    },
    get admits() {
      if (policy.state === CircuitState.Open) return performance.now() >= openedAt + openFor
      return policy.state === CircuitState.Closed
    },
    async run(call) {
      if (policy.state === CircuitState.HalfOpen) throw refusal()
      let started = false
      let tripsBefore = trips
      try {
        return await policy.execute(async () => {
          started = true
          tripsBefore = trips
          const outcome = await settle(call)
          if (tripsBefore !== trips) throw new Late(outcome)
          return outcome()
        })
      } catch (error) {
        // The value is the one that `call` gave: it went through Late only to pass by the breaker.
        if (error instanceof Late) return (error.outcome as () => Awaited<ReturnType<typeof call>>)()
        throw started ? error : refusal()
      }
    },
  }
}

/** An outcome that came after the trip it could not know of. */
class Late extends Error {
  constructor(readonly outcome: () => unknown) {
    super('late')
  }
}

async function settle<T>(call: () => Promise<T>): Promise<() => T> {
  try {
    const value = await call()
    return () => value
  } catch (error) {
    return () => {
      throw error
    }
  }
}
