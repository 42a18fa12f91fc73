import {Counter, Gauge, type Registry} from 'prom-client'
import {oncePerRegistry} from '../metrics/once-per-registry.js'

/** The figures of the jobs of one process. */
export interface JobMetrics {
  readonly waiting: Gauge
  readonly finished: Counter<'kind' | 'status'>
}

export const createJobMetrics = oncePerRegistry(makeJobMetrics)

function makeJobMetrics(registry: Registry): JobMetrics {
  const registers = [registry]
  return {
    waiting: new Gauge({name: 'jobs_waiting', help: 'Jobs that were accepted and not begun.', registers}),
    finished: new Counter({
      name: 'jobs_finished_total',
      help: 'Jobs that are over: completed, failed or cancelled.',
      labelNames: ['kind', 'status'],
      registers,
    }),
  }
}
