import {auth} from './auth.js'
import {cacheLeak} from './cache-leak.js'
import {compression} from './compression.js'
import {cors} from './cors.js'
import {errors} from './errors.js'
import {breaker} from './faults/breaker.js'
import {readiness} from './faults/readiness.js'
import {retries} from './faults/retries.js'
import {timeouts} from './faults/timeouts.js'
import type {GatewayCheck} from './gateway-check.js'
import {graphqlLatency} from './graphql-latency.js'
import {graphqlLimits} from './graphql-limits.js'
import {grpc} from './grpc/grpc.js'
import {headers} from './headers.js'
import {health} from './health.js'
import {ids} from './ids.js'
import {limits} from './limits/limits.js'
import {overhead} from './measured/overhead.js'
import {tokenOverhead} from './measured/token-overhead.js'
import {metrics} from './metrics.js'
import {overload} from './overload.js'
import {pagination} from './pagination.js'
import {scopes} from './scopes.js'
import {sunset} from './sunset.js'
import {tls} from './tls.js'
import {bodyLimits} from './writes/body-limits.js'
import {idempotency} from './writes/idempotency.js'
import {jobs} from './writes/jobs.js'
import {locking} from './writes/locking.js'

/**
 * All of them, in the order in which they run: first what asks single questions, then what writes, what measures, what
 * makes services fail, and the limiter last, as it refuses what comes behind it.
 */
export const gatewayChecks: readonly GatewayCheck[] = [
  health,
  auth,
  scopes,
  ids,
  errors,
  headers,
  cors,
  compression,
  tls,
  cacheLeak,
  pagination,
  sunset,
  graphqlLimits,
  bodyLimits,
  idempotency,
  locking,
  jobs,
  overhead,
  tokenOverhead,
  graphqlLatency,
  grpc,
  metrics,
  breaker,
  timeouts,
  retries,
  readiness,
  overload,
  limits,
]
