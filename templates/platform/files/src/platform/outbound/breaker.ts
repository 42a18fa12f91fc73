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

/** One probe at a time decides whether an open breaker closes; meanwhile everybody else is refused instead of waiting for it.
 * Calls from before a trip change nothing after it. */
export function createBreaker(options: BreakerOptions): Breaker {
  const {isFailure, trip = standardTrip, openFor = 30_000, onChange} = options
  const rule = tripRule(trip)
  let state: BreakerState = 'closed'
  let trips = 0
  let openedAt = 0

  const become = (next: BreakerState): void => {
    state = next
    onChange?.(next)
  }

  const open = (): void => {
    trips += 1
    openedAt = performance.now()
    rule.forget()
    become('open')
  }

  const succeeded = (): void => {
    if (state === 'closed') rule.success()
    else {
      rule.forget()
      become('closed')
    }
  }

  const failed = (error: unknown): void => {
    // A probe that ends in any error has proven nothing, not even when its caller hung up.
    if (state === 'half-open' || (isFailure(error) && rule.failure())) open()
  }

  const isProbeDue = (): boolean => state === 'open' && performance.now() >= openedAt + openFor

  const refusal = (): ApiError => {
    const seconds = Math.max(1, Math.ceil((openedAt + openFor - performance.now()) / 1000))
    return new ApiError('CIRCUIT_OPEN', 'A service that is needed for this does not answer at the moment.', {
      headers: {'retry-after': String(seconds)},
    })
  }

  return {
    get state() {
      return state
    },
    get admits() {
      return state === 'closed' || isProbeDue()
    },
    async run(call) {
      if (isProbeDue()) become('half-open')
      else if (state !== 'closed') throw refusal()
      const tripsBefore = trips
      try {
        const value = await call()
        if (trips === tripsBefore) succeeded()
        return value
      } catch (error) {
        if (trips === tripsBefore) failed(error)
        throw error
      }
    },
  }
}
