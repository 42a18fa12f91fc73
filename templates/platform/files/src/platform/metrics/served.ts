import type {Registry} from 'prom-client'
import {createTiming, registerLate} from './timing.js'

const labels = ['method', 'route', 'status_code', 'platform']

/** Number and duration of the requests that were served. */
export interface Served {
  /** `values` are method, route, status and platform. */
  observe(values: readonly string[], seconds: number): void
}

/** Counts and times requests under the names of the standard: a counter and a histogram that are filled by one step. */
export function createServed(registry: Registry): Served {
  const counted = {name: 'http_requests_total', help: 'Requests served.', type: 'counter'} as const
  registerLate(registry, counted, () =>
    Array.from(timing.series(), ({labels, calls}) => ({metricName: counted.name, labels, value: calls})),
  )
  const help = 'Time from the arrival of a request to the end of its answer.'
  const timing = createTiming({name: 'http_request_duration_seconds', help, labels, registry})
  return timing
}
