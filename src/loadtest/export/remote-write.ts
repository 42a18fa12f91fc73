import protobuf from 'protobufjs/minimal.js'
import {bounds, type HistogramSeries, type Metric, type RunMetrics} from './metrics.js'
import type {Message} from './post.js'
import {snappyBlock} from './snappy.js'

type Labels = Readonly<Record<string, string>>

interface Sample {
  readonly labels: Labels
  /** Milliseconds since 1970, oldest first. */
  readonly points: readonly {readonly at: number; readonly value: number}[]
}

/** Servers refuse requests that are very long; this many samples are some hundred kilobytes. */
const mostSamples = 5000

/** MetricMetadata.MetricType. */
const types = {counter: 1, gauge: 2, histogram: 3} as const

/** A run in Prometheus' remote write protocol 1.0, its histograms in buckets with `le`; in several requests if it is long. */
export function remoteWrites(run: RunMetrics): Message[] {
  const series = run.metrics.flatMap(metric => samplesOf(metric, run.labels))
  return batches(series).map((batch, index) => ({
    headers: {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    body: snappyBlock(writeRequest(batch, index === 0 ? run.metrics : [])),
  }))
}

function samplesOf(metric: Metric, shared: Labels): Sample[] {
  const family = familyOf(metric)
  return metric.series.flatMap(series => {
    const labels = {...shared, ...series.labels}
    return series.kind === 'histogram'
      ? histogramSamples(family, labels, series)
      : [{labels: {...labels, __name__: family}, points: series.points}]
  })
}

/** `mesh_loadtest_response_time_seconds`: the unit is in the name, and so is that something is a total. */
function familyOf({name, unit, series}: Metric): string {
  const suffix = [...(unit === 's' ? ['seconds'] : []), ...(series[0]?.kind === 'counter' ? ['total'] : [])]
  return ['mesh', 'loadtest', ...name, ...suffix].join('_')
}

function histogramSamples(family: string, labels: Labels, {at, sum, count, buckets}: HistogramSeries): Sample[] {
  const sample = (suffix: string, value: number, more: Labels = {}): Sample => ({
    labels: {...labels, ...more, __name__: family + suffix},
    points: [{at, value}],
  })
  let total = 0
  return [
    ...buckets.map((bucket, index) => {
      total += bucket
      const bound = bounds[index]
      return sample('_bucket', total, {le: bound === undefined ? '+Inf' : String(bound)})
    }),
    sample('_sum', sum),
    sample('_count', count),
  ]
}

/** Parts of at most so many samples; the points of a series stay in their order. */
function batches(all: readonly Sample[]): Sample[][] {
  const done: Sample[][] = [[]]
  let room = mostSamples
  for (const {labels, points} of all)
    for (let at = 0; at < points.length; ) {
      if (room === 0) {
        done.push([])
        room = mostSamples
      }
      const part = points.slice(at, at + room)
      done.at(-1)?.push({labels, points: part})
      at += part.length
      room -= part.length
    }
  return done
}

function writeRequest(series: readonly Sample[], metrics: readonly Metric[]): Uint8Array {
  const writer = protobuf.Writer.create()
  for (const {labels, points} of series) {
    writer.uint32(field(1, 2)).fork()
    // Labels have to be in the order of their names.
    for (const [name, value] of Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
      writer.uint32(field(1, 2)).fork().uint32(field(1, 2)).string(name).uint32(field(2, 2)).string(value).ldelim()
    for (const {value, at} of points)
      writer
        .uint32(field(2, 2))
        .fork()
        .uint32(field(1, 1))
        .double(value)
        .uint32(field(2, 0))
        .int64(Math.round(at))
        .ldelim()
    writer.ldelim()
  }
  for (const metric of metrics) {
    const kind = metric.series[0]?.kind ?? 'gauge'
    writer.uint32(field(3, 2)).fork().uint32(field(1, 0)).int32(types[kind])
    writer.uint32(field(2, 2)).string(familyOf(metric)).uint32(field(4, 2)).string(metric.description).ldelim()
  }
  return writer.finish()
}

/** The tag of a field: its number, and its type on the wire (0 varint, 1 eight bytes, 2 with its length). */
function field(number: number, type: 0 | 1 | 2): number {
  return (number << 3) | type
}
