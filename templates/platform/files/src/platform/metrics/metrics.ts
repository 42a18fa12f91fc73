import {Counter, collectDefaultMetrics, Gauge, Histogram, Registry} from 'prom-client'

/** Seconds. 0.05 is there because objectives are stated at 50 ms. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const labelNames = ['method', 'route', 'status_code', 'platform'] as const

/** The figures of one process, under the names of the standard. */
export interface Metrics {
  readonly registry: Registry
  readonly requests: Counter<(typeof labelNames)[number]>
  readonly duration: Histogram<(typeof labelNames)[number]>
  readonly inFlight: Gauge
  readonly authAttempts: Counter<'method'>
  readonly authFailures: Counter<'method' | 'code'>
  readonly tokenChecks: Counter<'result'>
  readonly rateLimitHits: Counter<'class'>
  readonly rateLimitBlocks: Counter<'class'>
  readonly upstreamRequests: Counter<'upstream' | 'outcome'>
  readonly upstreamDuration: Histogram<'upstream'>
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
  return {
    registry,
    requests: counter('http_requests_total', 'Requests served.', labelNames),
    duration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the arrival of a request to the end of its answer.',
      labelNames: [...labelNames],
      buckets: seconds,
      registers,
    }),
    inFlight: new Gauge({name: 'http_requests_in_flight', help: 'Requests being served now.', registers}),
    authAttempts: counter('auth_attempts_total', 'Requests that brought credentials.', ['method']),
    authFailures: counter('auth_failures_total', 'Credentials that were refused.', ['method', 'code']),
    tokenChecks: counter('jwt_validations_total', 'Tokens that were judged.', ['result']),
    rateLimitHits: counter('rate_limit_hits_total', 'Requests that were counted against a limit.', ['class']),
    rateLimitBlocks: counter('rate_limit_blocks_total', 'Requests that a limit refused.', ['class']),
    upstreamRequests: counter('upstream_requests_total', 'Calls to other services.', ['upstream', 'outcome']),
    upstreamDuration: new Histogram({
      name: 'upstream_request_duration_seconds',
      help: 'Time of a call to another service with all its tries.',
      labelNames: ['upstream'],
      buckets: seconds,
      registers,
    }),
    breakerState: new Gauge({
      name: 'upstream_breaker_state',
      help: 'Circuit breaker: 0 closed, 1 half-open, 2 open.',
      labelNames: ['upstream', 'group'],
      registers,
    }),
  }
}
