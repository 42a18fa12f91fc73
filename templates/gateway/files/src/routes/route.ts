import type {TripOptions} from '../platform/outbound/trip-rule.js'

/** One entry of gateway.yaml with nothing left open. Times in milliseconds, sizes in bytes. */
export interface Route {
  readonly name: string
  /** Path that requests begin with; it is passed on. */
  readonly prefix: string
  /** Origins that share the work. */
  readonly upstreams: readonly string[]
  readonly methods: readonly string[]
  readonly public: boolean
  readonly scopes: readonly string[]
  /** Class of rate limits. */
  readonly rateLimit: string
  /** Until the answer begins. */
  readonly timeout: number
  /** Until the answer has ended. */
  readonly duration: number
  readonly bodyLimit: number
  readonly concurrency: {readonly running: number; readonly waiting: number}
  readonly breaker: {readonly trip: TripOptions; readonly openFor: number}
  /** Path that is asked for readiness, or undefined. */
  readonly ready: string | undefined
}
