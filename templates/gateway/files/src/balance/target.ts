import {Pool} from 'undici'
import type {Instance} from '../discovery/discovery.js'
import {type Breaker, type BreakerOptions, createBreaker} from '../platform/outbound/breaker.js'
import {createHealthProbe, type ProbeOptions} from './health-probe.js'

/** One instance of an upstream with the connections to it. */
export interface Target {
  readonly instance: Instance
  readonly pool: Pool
  readonly breaker: Breaker
  readonly weight: number
  /** Requests that it has to do now. */
  readonly load: number
  readonly state: TargetState
  /** Gets no work for a while, because no connection could be made. */
  rest(): void
  close(): Promise<void>
}

/** `open` is its breaker; `resting` could not be reached a moment ago; `unhealthy` says so itself when it is asked. */
export type TargetState = 'available' | 'resting' | 'open' | 'unhealthy'

export interface TargetOptions {
  readonly connections: number
  /** Milliseconds for a connection to be made. */
  readonly connectTimeout: number
  readonly breaker: BreakerOptions
  readonly probe: ProbeOptions | undefined
  readonly onHealth: (healthy: boolean) => void
}

/** Milliseconds for which an unreachable target is passed over. */
const restFor = 5000

export function createTarget(instance: Instance, options: TargetOptions): Target {
  const {connections, connectTimeout, probe, onHealth} = options
  const pool = new Pool(instance.origin, {
    connections,
    connect: {timeout: connectTimeout, servername: new URL(`http://${instance.host}`).hostname},
    // How long an answer may take is a matter of the route.
    bodyTimeout: 0,
  })
  const health = probe && createHealthProbe(instance, probe, onHealth)
  const breaker = createBreaker(options.breaker)
  let restUntil = 0

  return {
    instance,
    pool,
    breaker,
    weight: instance.weight,
    get load() {
      const {running, queued} = pool.stats
      return running + queued
    },
    get state() {
      if (!breaker.admits) return 'open'
      if (health && !health.healthy) return 'unhealthy'
      return restUntil > performance.now() ? 'resting' : 'available'
    },
    rest: () => {
      restUntil = performance.now() + restFor
    },
    close: async () => {
      await Promise.all([health?.close(), pool.destroy()])
    },
  }
}
