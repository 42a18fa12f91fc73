import type {Latencies} from '../engine/histogram.js'
import type {Run} from '../report/report.js'
import {figureName} from '../verdict/threshold.js'
import {totalOf} from '../verdict/verdict.js'

/** The figures of a run as time series: what is common to all systems that keep them. Latencies are in seconds. */
export interface Metric {
  /** Words in lower case: `["response", "time"]`. */
  readonly name: readonly string[]
  readonly description: string
  /** In UCUM, as OpenTelemetry has it: `s`, `{request}`, `1`. */
  readonly unit: string
  readonly series: readonly (CounterSeries | GaugeSeries | HistogramSeries)[]
}

type Labels = Readonly<Record<string, string>>

/** `at` is in milliseconds since 1970. */
interface Point {
  readonly at: number
  readonly value: number
}

interface CounterSeries {
  readonly kind: 'counter'
  readonly labels: Labels
  /** Totals since the start. */
  readonly points: readonly Point[]
}

interface GaugeSeries {
  readonly kind: 'gauge'
  readonly labels: Labels
  readonly points: readonly Point[]
}

export interface HistogramSeries {
  readonly kind: 'histogram'
  readonly labels: Labels
  readonly at: number
  readonly count: number
  readonly sum: number
  readonly max: number
  /** How many are in each bucket: one for each of `bounds`, and one for what is above them. */
  readonly buckets: readonly number[]
}

/** Everything that is told of one run. */
export interface RunMetrics {
  /** What all series are of. */
  readonly labels: Labels
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  readonly metrics: readonly Metric[]
}

/** Upper bounds of the buckets in seconds: those that Prometheus' clients use, with two below for quick services. */
export const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The header that names a run in the log of the target names it here, too. */
const runHeader = 'x-mesh-load-test'

/** The metrics of a run: second by second where it has a course, at its end where it is a result. */
export function metricsOf(run: Run): RunMetrics {
  const {measurement, verdict} = run
  const from = run.startedAt.getTime() + run.warmUp
  const to = from + measurement.duration
  const single = (labels: Labels, value: number): GaugeSeries => ({kind: 'gauge', labels, points: [{at: to, value}]})
  const judged = verdict.judgements.map(judgement => ({
    ...judgement,
    labels: {objective: judgement.threshold.text, figure: figureName(judgement.threshold.figure)},
  }))
  return {
    labels: {
      job: 'mesh-loadtest',
      target: run.target.name ?? run.target.origin,
      ...(run.headers[runHeader] !== undefined && {run: run.headers[runHeader]}),
    },
    from,
    to,
    metrics: [
      {
        name: ['requests'],
        description: 'Requests that ended, by how they ended.',
        unit: '{request}',
        series: (['served', 'limited', 'failed'] as const).map(result => counted(run, from, result)),
      },
      {
        name: ['response', 'time', 'quantile'],
        description: 'Response times of each second, from the intended start of a request.',
        unit: 's',
        series: (['p50', 'p95', 'max'] as const).map(figure => quantile(run, from, figure)),
      },
      {
        name: ['response', 'time'],
        description: 'Response times of the whole run, from the intended start of a request.',
        unit: 's',
        series: run.operations.flatMap(({name}, index) =>
          (measurement.operations[index]?.classes ?? []).map(([status, {response}]) =>
            distribution({operation: name, status}, to, response),
          ),
        ),
      },
      {
        name: ['verdict'],
        description: '1 for the verdict on the run, 0 for those that it is not.',
        unit: '1',
        series: ['pass', 'fail', 'inconclusive', 'invalid'].map(outcome =>
          single({verdict: outcome}, outcome === verdict.outcome ? 1 : 0),
        ),
      },
      {
        name: ['objective', 'met'],
        description: '1 for an objective that was surely met, 0 for one that was not.',
        unit: '1',
        series: judged.map(({labels, outcome}) => single(labels, outcome === 'pass' ? 1 : 0)),
      },
      {
        name: ['error', 'share'],
        description: 'Share of the requests that failed.',
        unit: '1',
        series: [single({}, errorShare(run))],
      },
    ].filter(({series}) => series.length > 0),
  }
}

function errorShare({measurement}: Run): number {
  const {failures, requests} = totalOf(measurement)
  return requests === 0 ? 0 : failures / requests
}

function counted({measurement}: Run, from: number, result: 'served' | 'limited' | 'failed'): CounterSeries {
  let total = 0
  const points = measurement.timeline.map(moment => {
    total += moment[result]
    return {at: from + (moment.at + 1) * 1000, value: total}
  })
  return {kind: 'counter', labels: {result}, points: [{at: from, value: 0}, ...points]}
}

const quantiles = {p50: '0.5', p95: '0.95', max: '1'}

function quantile({measurement}: Run, from: number, figure: keyof typeof quantiles): GaugeSeries {
  const points = measurement.timeline.flatMap(moment => {
    const value = moment[figure]
    return value === undefined ? [] : [{at: from + (moment.at + 1) * 1000, value: value / 1000}]
  })
  return {kind: 'gauge', labels: {quantile: quantiles[figure]}, points}
}

function distribution(labels: Labels, at: number, latencies: Latencies): HistogramSeries {
  const {count, sum, max} = latencies
  const upTo = [...bounds.map(bound => count - latencies.countAbove(bound * 1000)), count]
  const buckets = upTo.map((total, index) => total - (upTo[index - 1] ?? 0))
  return {kind: 'histogram', labels, at, count, sum: sum / 1000, max: max / 1000, buckets}
}
