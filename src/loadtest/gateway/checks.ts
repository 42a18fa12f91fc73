import {auth} from './auth.js'
import {cacheLeak} from './cache-leak.js'
import {compression} from './compression.js'
import {cors} from './cors.js'
import {errors} from './errors.js'
import type {GatewayCheck} from './gateway-check.js'
import {graphqlLimits} from './graphql-limits.js'
import {headers} from './headers.js'
import {health} from './health.js'
import {ids} from './ids.js'
import {limits} from './limits.js'
import {pagination} from './pagination.js'

/** All of them, in the order in which they run: the limiter last, as it refuses what comes behind it. */
export const gatewayChecks: readonly GatewayCheck[] = [
  health,
  auth,
  ids,
  errors,
  headers,
  cors,
  compression,
  cacheLeak,
  pagination,
  graphqlLimits,
  limits,
]
