import protobuf from 'protobufjs'
import snappy from 'snappyjs'
import {afterEach, beforeAll, describe, expect, test} from 'vitest'
import {prepareHistograms} from '../../../src/loadtest/engine/histogram.js'
import {readExports, sendFigures} from '../../../src/loadtest/export/exports.js'
import {bounds, metricsOf} from '../../../src/loadtest/export/metrics.js'
import {snappyBlock} from '../../../src/loadtest/export/snappy.js'
import {load} from '../target/load.js'
import {startTarget} from '../target/target.js'
import {startCollector} from './collector.js'
import {finishedRun} from './finished-run.js'

// The messages of Prometheus as its repository declares them (prompb/remote.proto and types.proto).
const {root} = protobuf.parse(`
  syntax = "proto3";
  message WriteRequest { repeated TimeSeries timeseries = 1; reserved 2; repeated MetricMetadata metadata = 3; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
  message Label { string name = 1; string value = 2; }
  message Sample { double value = 1; int64 timestamp = 2; }
  message MetricMetadata {
    enum MetricType { UNKNOWN = 0; COUNTER = 1; GAUGE = 2; HISTOGRAM = 3; }
    MetricType type = 1; string metric_family_name = 2; string help = 4; string unit = 5;
  }
`)

interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly names: readonly string[]
  readonly samples: readonly {readonly value: number; readonly timestamp: number}[]
}

/** What a server of Prometheus would understand. */
function decoded(body: Buffer) {
  const type = root.lookupType('WriteRequest')
  const plain = new Uint8Array(snappy.uncompress(body))
  const {timeseries, metadata = []} = type.toObject(type.decode(plain), {longs: Number, enums: String, defaults: true})
  const series: Series[] = timeseries.map(
    ({labels, samples}: {labels: {name: string; value: string}[]; samples: Series['samples']}) => ({
      names: labels.map(({name}) => name),
      labels: Object.fromEntries(labels.map(({name, value}) => [name, value])),
      samples,
    }),
  )
  return {series, metadata: metadata as {metricFamilyName: string; type: string; help: string}[]}
}

beforeAll(prepareHistograms)

let stop = async () => {}
afterEach(() => stop())

async function collector(...answers: readonly {status: number; body?: string}[]) {
  const started = await startCollector(...answers)
  stop = started.stop
  return started
}

describe('a block of Snappy', () => {
  test.each([0, 1, 60, 61, 65_535, 65_536, 65_537, 300_000])('of %i bytes is read by another decoder', size => {
    const bytes = Uint8Array.from({length: size}, (_, index) => (index * 31) % 251)
    expect(Buffer.compare(Buffer.from(snappy.uncompress(Buffer.from(snappyBlock(bytes)))), bytes)).toBe(0)
  })
})

describe('Prometheus remote write', () => {
  test('carries the run: totals by second, quantiles, buckets, the verdict', async () => {
    const {url, received} = await collector()
    const run = finishedRun()
    const lines = await sendFigures(run, readExports([`prometheus=${url}/api/v1/write?token=abc`], {}))
    expect(lines).toEqual([{mark: 'plain', text: `The figures were sent to ${url}/api/v1/write?token=[redacted].`}])
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({
      path: '/api/v1/write?token=abc',
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
        'user-agent': expect.stringMatching(/^mesh-loadtest\//),
      },
    })
    const {series, metadata} = decoded(received[0]?.body ?? Buffer.of())
    for (const {names, samples} of series) {
      expect(names).toEqual([...names].sort())
      const times = samples.map(({timestamp}) => timestamp)
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
    }
    const named = (name: string, labels: object = {}) =>
      series.filter(each => {
        try {
          expect(each.labels).toMatchObject({__name__: `mesh_loadtest_${name}`, ...labels})
          return true
        } catch {
          return false
        }
      })
    const from = run.startedAt.getTime() + run.warmUp
    expect(named('requests_total', {result: 'served'})[0]?.samples).toEqual([
      {value: 0, timestamp: from},
      {value: 60, timestamp: from + 1000},
      {value: 90, timestamp: from + 2000},
    ])
    expect(named('requests_total', {result: 'limited'})[0]?.samples.at(-1)?.value).toBe(10)
    const buckets = named('response_time_seconds_bucket', {operation: 'GET /orders', status: '2xx'})
    expect(buckets.map(({labels}) => labels['le'])).toEqual([...bounds.map(String), '+Inf'])
    const totals = buckets.map(({samples}) => samples[0]?.value ?? Number.NaN)
    expect(totals).toEqual([...totals].sort((a, b) => a - b))
    // 90 answers after 0.5, 1.5, … 89.5 ms.
    expect(totals[bounds.indexOf(0.01)]).toBe(10)
    expect(totals.at(-1)).toBe(90)
    const [sum] = named('response_time_seconds_sum', {operation: 'GET /orders', status: '2xx'})
    expect(sum?.samples[0]?.value).toBeCloseTo((90 * 90) / 2 / 1000, 6)
    expect(named('verdict').map(({labels, samples}) => [labels['verdict'], samples[0]?.value])).toEqual([
      ['pass', 0],
      ['fail', 1],
      ['inconclusive', 0],
      ['invalid', 0],
    ])
    expect(named('objective_met', {objective: 'p95<1ms'})[0]?.samples[0]?.value).toBe(0)
    expect(named('objective_met', {objective: 'errors<=50%'})[0]?.samples[0]?.value).toBe(1)
    for (const {labels} of series)
      expect(labels).toMatchObject({job: 'mesh-loadtest', run: 'the-run', target: 'http://127.0.0.1:3000'})
    expect(metadata).toContainEqual({
      metricFamilyName: 'mesh_loadtest_requests_total',
      type: 'COUNTER',
      help: expect.any(String),
      unit: '',
    })
    expect(
      metadata.find(({metricFamilyName}) => metricFamilyName === 'mesh_loadtest_response_time_seconds')?.type,
    ).toBe('HISTOGRAM')
  })

  test('a long run is sent in several requests, each series in the order of its time', async () => {
    const {url, received} = await collector()
    const seconds = 3600
    const timeline = Array.from({length: seconds}, (_, at) => ({
      ...{at, served: 1, limited: 0, failed: 0},
      ...{unavailable: 0, p50: 1, p95: 2, max: 3, refusedP95: undefined},
    }))
    const run = finishedRun()
    await sendFigures({...run, measurement: {...run.measurement, timeline}}, readExports([`prometheus=${url}`], {}))
    expect(received.length).toBeGreaterThan(3)
    const all = received.flatMap(({body}) => decoded(body).series)
    const served = all.filter(({labels}) => labels['result'] === 'served').flatMap(({samples}) => samples)
    expect(served.map(({value}) => value)).toEqual(Array.from({length: seconds + 1}, (_, index) => index))
  })
})

/** Members by their names in JSON, as metrics.proto, common.proto and resource.proto of OpenTelemetry declare them. */
const otlp: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ExportMetricsServiceRequest: {resourceMetrics: 'ResourceMetrics'},
  ResourceMetrics: {resource: 'Resource', scopeMetrics: 'ScopeMetrics', schemaUrl: ''},
  Resource: {attributes: 'KeyValue', droppedAttributesCount: ''},
  ScopeMetrics: {scope: 'InstrumentationScope', metrics: 'Metric', schemaUrl: ''},
  InstrumentationScope: {name: '', version: '', attributes: 'KeyValue'},
  Metric: {name: '', description: '', unit: '', gauge: 'Gauge', sum: 'Sum', histogram: 'Histogram'},
  Gauge: {dataPoints: 'NumberDataPoint'},
  Sum: {dataPoints: 'NumberDataPoint', aggregationTemporality: '', isMonotonic: ''},
  Histogram: {dataPoints: 'HistogramDataPoint', aggregationTemporality: ''},
  NumberDataPoint: {
    attributes: 'KeyValue',
    startTimeUnixNano: '',
    timeUnixNano: '',
    asDouble: '',
    asInt: '',
    flags: '',
  },
  HistogramDataPoint: {
    ...{attributes: 'KeyValue', startTimeUnixNano: '', timeUnixNano: '', count: '', sum: '', bucketCounts: ''},
    ...{explicitBounds: '', flags: '', min: '', max: ''},
  },
  KeyValue: {key: '', value: 'AnyValue'},
  AnyValue: {stringValue: '', boolValue: '', intValue: '', doubleValue: ''},
}

/** Members that no message of OTLP has: a collector leaves them out, and tells nobody. */
function unknownMembers(value: unknown, type: string): string[] {
  if (Array.isArray(value)) return value.flatMap(each => unknownMembers(each, type))
  if (type === '' || typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const inside = otlp[type]?.[name]
    return inside === undefined ? [`${type}.${name}`] : unknownMembers(member, inside)
  })
}

describe('OTLP over HTTP', () => {
  test('carries the same as JSON, to where the environment says, with its headers', async () => {
    const {url, received} = await collector({status: 200, body: '{"partialSuccess":{}}'})
    const environment = {OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/`, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b, other=c'}
    const lines = await sendFigures(finishedRun(), readExports(['otlp'], environment))
    expect(lines).toMatchObject([{mark: 'plain'}])
    expect(received[0]).toMatchObject({
      path: '/v1/metrics',
      headers: {'content-type': 'application/json', 'x-key': 'a b', other: 'c'},
    })
    const sent = JSON.parse(received[0]?.body.toString() ?? '')
    expect(unknownMembers(sent, 'ExportMetricsServiceRequest')).toEqual([])
    const {resourceMetrics} = sent
    expect(resourceMetrics[0].resource.attributes).toContainEqual({
      key: 'service.name',
      value: {stringValue: 'mesh-loadtest'},
    })
    const metrics = new Map<string, Record<string, {dataPoints: Record<string, unknown>[]}>>(
      resourceMetrics[0].scopeMetrics[0].metrics.map((metric: {name: string}) => [metric.name, metric]),
    )
    const run = finishedRun()
    const from = run.startedAt.getTime() + run.warmUp
    expect(metrics.get('mesh.loadtest.requests')).toMatchObject({
      unit: '{request}',
      sum: {aggregationTemporality: 2, isMonotonic: true},
    })
    expect(metrics.get('mesh.loadtest.requests')?.['sum']?.dataPoints[2]).toEqual({
      attributes: [{key: 'result', value: {stringValue: 'served'}}],
      startTimeUnixNano: `${from}000000`,
      timeUnixNano: `${from + 2000}000000`,
      asDouble: 90,
    })
    const [point] = metrics.get('mesh.loadtest.response.time')?.['histogram']?.dataPoints ?? []
    expect(point).toMatchObject({count: '90', explicitBounds: bounds})
    const counts = point?.['bucketCounts'] as string[]
    expect(counts).toHaveLength(bounds.length + 1)
    expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(90)
  })

  test('figures that the server left out are told', async () => {
    const {url} = await collector({status: 200, body: '{"partialSuccess":{"rejectedDataPoints":"7"}}'})
    const lines = await sendFigures(finishedRun(), readExports([`otlp=${url}/v1/metrics`], {}))
    expect(lines).toEqual([
      {mark: 'doubtful', text: `${url}/v1/metrics took only a part of the figures: 7 were rejected.`},
    ])
  })
})

test('a server that is only busy is asked again, one that refuses is not', async () => {
  const busy = await collector({status: 503}, {status: 200})
  expect(await sendFigures(finishedRun(), readExports([`otlp=${busy.url}`], {}))).toMatchObject([{mark: 'plain'}])
  expect(busy.received).toHaveLength(2)
  await busy.stop()
  const strict = await collector({status: 400, body: 'out of bounds\nmore'})
  expect(await sendFigures(finishedRun(), readExports([`otlp=${strict.url}`], {}))).toEqual([
    {mark: 'doubtful', text: `The figures could not be sent to ${strict.url}: it answered 400 (out of bounds).`},
  ])
  expect(strict.received).toHaveLength(1)
}, 20_000)

test('a system that is down is told, and takes nothing from the verdict', async () => {
  const target = await startTarget({})
  const gone = await startCollector()
  await gone.stop()
  const exports = [`prometheus=${gone.url}/api/v1/write`]
  const {report, figures} = await load(target.url, {exports, thresholds: ['errors<50%']})
  await target.stop()
  expect(figures.verdict).toBe('pass')
  expect(report.outcome).toBe('pass')
  expect(report.lines?.at(-1)).toEqual({
    mark: 'doubtful',
    text: `The figures could not be sent to ${gone.url}/api/v1/write: nothing listens there.`,
  })
}, 20_000)

test('a run in which nothing was answered has figures, too', () => {
  const run = finishedRun()
  const {metrics} = metricsOf({...run, measurement: {...run.measurement, operations: [], timeline: []}})
  expect(metrics.map(({name}) => name.join(' '))).toContain('verdict')
  expect(metrics.flatMap(({series}) => series)).not.toEqual([])
})

test.each([
  ['graphite=http://x', {}, 'Figures cannot be sent to "graphite".'],
  ['prometeus=http://x', {}, 'Did you mean "prometheus"?'],
  ['otlp', {}, '--export otlp does not say where to.'],
  ['prometheus', {}, '--export prometheus does not say where to.'],
  ['prometheus=127.0.0.1:9090', {}, '"127.0.0.1:9090" is no http or https URL.'],
  ['otlp=https://user:pass@example.com', {}, 'has credentials in it'],
  ['otlp=http://x', {OTEL_EXPORTER_OTLP_HEADERS: 'nothing'}, 'OTEL_EXPORTER_OTLP_HEADERS is not understood.'],
])('--export %s is refused', (text, environment, message) => {
  expect(() => readExports([text], environment)).toThrow(message)
})
