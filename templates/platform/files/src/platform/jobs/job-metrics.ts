import {Counter, Gauge, type Registry} from 'prom-client'

/** The figures of the jobs of one process. */
export interface JobMetrics {
  readonly waiting: Gauge
  readonly finished: Counter<'kind' | 'status'>
}

const known = new WeakMap<Registry, JobMetrics>()

/** One set for each registry, however many queues report to it: a name can not be registered twice. */
export function createJobMetrics(registry: Registry): JobMetrics {
  const made = known.get(registry) ?? makeJobMetrics(registry)
  known.set(registry, made)
  return made
}

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
