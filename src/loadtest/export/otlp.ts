import {bounds, type Metric, type RunMetrics} from './metrics.js'
import type {Message} from './post.js'

type Labels = Readonly<Record<string, string>>

/** AGGREGATION_TEMPORALITY_CUMULATIVE. */
const cumulative = 2

/** A run as an ExportMetricsServiceRequest of OTLP 1 in JSON; numbers of 64 bits are texts there. */
export function otlpMessage(run: RunMetrics): Message {
  const {job = '', ...labels} = run.labels
  const resource = {'service.name': job, 'service.version': __MESH_VERSION__, ...named(labels)}
  return {
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({
      resourceMetrics: [
        {
          resource: {attributes: attributes(resource)},
          scopeMetrics: [
            {
              scope: {name: 'mesh loadtest', version: __MESH_VERSION__},
              metrics: run.metrics.map(metric => ({
                name: ['mesh', 'loadtest', ...metric.name].join('.'),
                description: metric.description,
                unit: metric.unit,
                ...dataOf(metric, run),
              })),
            },
          ],
        },
      ],
    }),
  }
}

/** Attributes of our own have our name before theirs. */
function named(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [`mesh.loadtest.${name}`, value]))
}

function dataOf({series}: Metric, {from}: RunMetrics) {
  const [first] = series
  const startTimeUnixNano = nanoseconds(from)
  if (first?.kind === 'histogram')
    return {
      histogram: {
        aggregationTemporality: cumulative,
        dataPoints: series.flatMap(each =>
          each.kind === 'histogram'
            ? [
                {
                  attributes: attributes(each.labels),
                  startTimeUnixNano,
                  timeUnixNano: nanoseconds(each.at),
                  count: String(each.count),
                  sum: each.sum,
                  max: each.max,
                  explicitBounds: bounds,
                  bucketCounts: each.buckets.map(String),
                },
              ]
            : [],
        ),
      },
    }
  const dataPoints = series.flatMap(each =>
    each.kind === 'histogram'
      ? []
      : each.points.map(({at, value}) => ({
          attributes: attributes(each.labels),
          ...(each.kind === 'counter' && {startTimeUnixNano}),
          timeUnixNano: nanoseconds(at),
          asDouble: value,
        })),
  )
  return first?.kind === 'counter'
    ? {sum: {aggregationTemporality: cumulative, isMonotonic: true, dataPoints}}
    : {gauge: {dataPoints}}
}

function attributes(labels: Labels) {
  return Object.entries(labels).map(([key, stringValue]) => ({key, value: {stringValue}}))
}

function nanoseconds(milliseconds: number): string {
  return `${Math.round(milliseconds)}000000`
}
