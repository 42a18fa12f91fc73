import type {Strategy} from '../balance/balancer.js'
import type {ProbeOptions} from '../balance/health-probe.js'
import type {CacheLimits} from '../cache/cache-limits.js'
import type {Source} from '../discovery/source.js'
import type {GraphqlLimits} from '../graphql/limits.js'
import type {Deprecation} from '../platform/contract/deprecation.js'
import type {TripOptions} from '../platform/outbound/trip-rule.js'
import type {RetryOptions} from '../proxy/retries.js'
import type {Transform} from '../transform/transform.js'
import type {WebSocketLimits} from '../web-socket/limits.js'

/** One entry of gateway.yaml with nothing left open. Times in milliseconds, sizes in bytes. */
export interface Route {
  readonly name: string
  /** Path that requests begin with; it is passed on. */
  readonly prefix: string
  /** Where the instances come from that share the work. */
  readonly source: Source
  readonly balance: Strategy
  readonly methods: readonly string[]
  readonly public: boolean
  readonly scopes: readonly string[]
  /** Of these the caller must have one; empty where none is needed. */
  readonly roles: readonly string[]
  /** Name of the policy in src/policies.ts that is asked last. */
  readonly policy: string | undefined
  /** Class of rate limits. */
  readonly rateLimit: string
  /** Until the answer begins. */
  readonly timeout: number
  /** Until the answer has ended. */
  readonly duration: number
  readonly bodyLimit: number
  readonly concurrency: {readonly running: number; readonly waiting: number}
  readonly breaker: {readonly trip: TripOptions; readonly openFor: number}
  readonly retries: RetryOptions
  /** How each instance is asked whether it is well, or undefined. */
  readonly probe: ProbeOptions | undefined
  /** Undefined where WebSockets are not let through. */
  readonly webSocket: WebSocketLimits | undefined
  /** Undefined where what passes is not looked at. */
  readonly graphql: GraphqlLimits | undefined
  /** Undefined where no answers are kept. */
  readonly cache: CacheLimits | undefined
  /** Undefined where requests and answers pass as they are. */
  readonly transform: Transform | undefined
  /** Undefined for what stays. */
  readonly deprecation: Deprecation | undefined
  /** Path that is asked for readiness, or undefined. */
  readonly ready: string | undefined
}
