import type {Metric, Registry} from 'prom-client'
import {keyOf, labelled} from './tally.js'

/** Seconds. 0.05 is there because objectives are stated at 50 ms. */
export const bounds: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const labels = ['method', 'route', 'status_code', 'platform']

interface Series {
  readonly labels: Readonly<Record<string, string>>
  /** Requests in each bucket alone; the last bucket has no bound. */
  readonly buckets: number[]
  sum: number
  calls: number
}

/** Number and duration of the requests that were served. */
export interface Served {
  /** `values` are method, route, status and platform. */
  observe(values: readonly string[], seconds: number): void
}

/**
 * Counts and times requests under the names of the standard. It is what a counter and a histogram of prom-client say
 * together, without their work for each request: theirs for labels alone costs as much as a look-up in a database row.
 */
export function createServed(registry: Registry): Served {
  const all = new Map<string, Series>()
  register(registry, 'http_requests_total', 'Requests served.', 'counter', name =>
    [...all.values()].map(({labels, calls}) => ({metricName: name, labels, value: calls})),
  )
  const help = 'Time from the arrival of a request to the end of its answer.'
  register(registry, 'http_request_duration_seconds', help, 'histogram', name =>
    [...all.values()].flatMap(series => histogramOf(name, series)),
  )
  return {
    observe(values, seconds) {
      const key = keyOf(values)
      const series = all.get(key) ?? begin(values)
      if (series.calls === 0) all.set(key, series)
      let bucket = 0
      while (bucket < bounds.length && seconds > (bounds[bucket] ?? 0)) bucket++
      series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1
      series.sum += seconds
      series.calls++
    },
  }
}

function begin(values: readonly string[]): Series {
  return {labels: labelled(labels, values), buckets: Array(bounds.length + 1).fill(0), sum: 0, calls: 0}
}

interface Value {
  readonly metricName: string
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
}

function histogramOf(name: string, {labels, buckets, sum, calls}: Series): Value[] {
  let below = 0
  const cumulated = [...bounds, '+Inf'].map((le, index) => {
    below += buckets[index] ?? 0
    return {metricName: `${name}_bucket`, labels: {le, ...labels}, value: below}
  })
  return [
    ...cumulated,
    {metricName: `${name}_sum`, labels, value: sum},
    {metricName: `${name}_count`, labels, value: calls},
  ]
}

function register(
  registry: Registry,
  name: string,
  help: string,
  type: 'counter' | 'histogram',
  values: (name: string) => Value[],
): void {
  const metric = {
    name,
    help,
    type,
    get: async () => ({name, help, type, aggregator: 'sum', values: values(name)}),
    reset: () => {},
  }
  // The registry asks for `name` and `get()`; its type knows only the library's own classes.
  registry.registerMetric(metric as unknown as Metric)
}
