import {Counter, collectDefaultMetrics, Gauge, Registry} from 'prom-client'
import {createLevel, type Level} from './level.js'
import {createServed, type Served} from './served.js'
import {createTally, type Tally} from './tally.js'
import {createTiming, type Timing} from './timing.js'

/** The figures of one process, under the names of the standard. */
export interface Metrics {
  readonly registry: Registry
  readonly served: Served
  readonly inFlight: Level
  readonly authAttempts: Tally
  readonly authFailures: Counter<'method' | 'code'>
  readonly tokenChecks: Tally
  readonly rateLimitHits: Tally
  readonly rateLimitBlocks: Counter<'class'>
  /** By upstream and outcome. */
  readonly upstreamRequests: Tally
  /** By upstream. */
  readonly upstreamDuration: Timing
  /** 0 closed, 1 half-open, 2 open. */
  readonly breakerState: Gauge<'upstream' | 'group'>
}

/** `ofProcess` adds memory, garbage collection and event loop; a test that builds many apps leaves it out. */
export function createMetrics({ofProcess = false}: {readonly ofProcess?: boolean} = {}): Metrics {
  const registry = new Registry()
  const registers = [registry]
  if (ofProcess) collectDefaultMetrics({register: registry})
  const counter = <L extends string>(name: string, help: string, labels: readonly L[]) =>
    new Counter({name, help, labelNames: [...labels], registers})
  const tally = (name: string, help: string, labels: readonly string[]) => createTally({name, help, labels, registry})
  return {
    registry,
    served: createServed(registry),
    inFlight: createLevel('http_requests_in_flight', 'Requests being served now.', registry),
    authAttempts: tally('auth_attempts_total', 'Requests that brought credentials.', ['method']),
    authFailures: counter('auth_failures_total', 'Credentials that were refused.', ['method', 'code']),
    tokenChecks: tally('jwt_validations_total', 'Tokens that were judged.', ['result']),
    rateLimitHits: tally('rate_limit_hits_total', 'Requests that were counted against a limit.', ['class']),
    rateLimitBlocks: counter('rate_limit_blocks_total', 'Requests that a limit refused.', ['class']),
    upstreamRequests: tally('upstream_requests_total', 'Calls to other services.', ['upstream', 'outcome']),
    upstreamDuration: createTiming({
      name: 'upstream_request_duration_seconds',
      help: 'Time of a call to another service with all its tries.',
      labels: ['upstream'],
      registry,
    }),
    breakerState: new Gauge({
      name: 'upstream_breaker_state',
      help: 'Circuit breaker: 0 closed, 1 half-open, 2 open.',
      labelNames: ['upstream', 'group'],
      registers,
    }),
  }
}
