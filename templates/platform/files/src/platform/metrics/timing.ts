import type {Metric, Registry} from 'prom-client'
import {byLabels, labelled} from './by-labels.js'

/** Seconds. 0.05 is there because objectives are stated at 50 ms. */
export const bounds: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What was seen under one combination of labels. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  /** Calls in each bucket alone; the last bucket has no bound. */
  readonly buckets: number[]
  sum: number
  calls: number
}

/** A histogram for what happens in every request: to observe costs little, the work is done when somebody asks. */
export interface Timing {
  /** One value for each label, in their order. */
  observe(values: readonly string[], seconds: number): void
  /** Everything that was seen so far. */
  series(): Iterable<Series>
}

export interface TimingOptions {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
  readonly registry: Registry
}

/** The same as `new Histogram`, but for the moment at which labels are looked at: theirs for labels alone costs as much as
 * a look-up in a database row. */
export function createTiming({name, help, labels, registry}: TimingOptions): Timing {
  const all = byLabels((values): Series => {
    const buckets = Array<number>(bounds.length + 1).fill(0)
    return {labels: labelled(labels, values), buckets, sum: 0, calls: 0}
  })
  registerLate(registry, {name, help, type: 'histogram'}, () => all.all().flatMap(series => histogramOf(name, series)))
  return {
    observe(values, seconds) {
      const series = all.of(values)
      let bucket = 0
      while (bucket < bounds.length && seconds > (bounds[bucket] ?? 0)) bucket++
      series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1
      series.sum += seconds
      series.calls++
    },
    series: () => all.all(),
  }
}

/** A figure as it is written down. */
export interface Value {
  readonly metricName: string
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
}

export interface LateMetric {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'histogram'
}

/** A metric whose values are worked out when somebody asks. */
export function registerLate(registry: Registry, described: LateMetric, values: () => Value[]): void {
  const metric = {
    ...described,
    get: async () => ({...described, aggregator: 'sum', values: values()}),
    reset: () => {},
  }
  // The registry asks for `name` and `get()`; its type knows only the library's own classes.
  registry.registerMetric(metric as unknown as Metric)
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
