import {Counter, Gauge} from 'prom-client'
import type {TargetState} from '../balance/target.js'
import type {Metrics} from '../platform/metrics/metrics.js'

/** What only a gateway counts. */
export interface UpstreamMetrics {
  readonly retries: Counter<'upstream'>
  readonly cacheRequests: Counter<'upstream' | 'result'>
  /** Tells the states of an upstream's instances whenever somebody asks for the figures. */
  follow(upstream: string, states: () => readonly TargetState[]): Unfollow
}

/** Ends what `follow` began. */
type Unfollow = () => void

const known = new WeakMap<Metrics, UpstreamMetrics>()

/** The figures of one process, made once. */
export function upstreamMetrics(metrics: Metrics): UpstreamMetrics {
  const made = known.get(metrics) ?? create(metrics)
  known.set(metrics, made)
  return made
}

function create({registry}: Metrics): UpstreamMetrics {
  const followed = new Map<string, () => readonly TargetState[]>()
  new Gauge({
    name: 'upstream_instances',
    help: 'Instances of an upstream by state.',
    labelNames: ['upstream', 'state'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [upstream, states] of followed) {
        for (const state of states()) this.inc({upstream, state})
      }
    },
  })
  return {
    retries: new Counter({
      name: 'upstream_retries_total',
      help: 'Requests that were sent again to another instance.',
      labelNames: ['upstream'],
      registers: [registry],
    }),
    cacheRequests: new Counter({
      name: 'cache_requests_total',
      help: 'Requests of routes that keep answers, by what came of it.',
      labelNames: ['upstream', 'result'],
      registers: [registry],
    }),
    follow(upstream, states) {
      followed.set(upstream, states)
      return () => {
        // Meanwhile another one may have taken the name.
        if (followed.get(upstream) === states) followed.delete(upstream)
      }
    },
  }
}
