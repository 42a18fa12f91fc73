import {percentiles} from '../engine/histogram.js'
import type {Measurement, Tally} from '../engine/measurement.js'
import {iterationsData} from '../scenario/iterations-report.js'
import {redactedHeaders, redactedPath} from '../source/headers.js'
import {achievedRate} from '../verdict/judgement.js'
import {figureName} from '../verdict/threshold.js'
import type {Run} from './report.js'

/** The members of the JSON output; docs/guide/loadtest.md explains each. */
export function reportData(run: Run, total: Tally): Record<string, unknown> {
  const {target, address, mode, measurement, verdict, operations, leftOut, preflight, headers, rate} = run
  const {lag, waiting, connections} = measurement
  return {
    version: 1,
    verdict: verdict.outcome,
    reasons: verdict.reasons,
    mode,
    engine: measurement.engine,
    target: {
      ...(target.name && {name: target.name}),
      url: target.origin + target.basePath,
      address,
      ...(run.proxy !== undefined && {proxy: run.proxy}),
      headers: redactedHeaders(headers),
    },
    plan: run.plan,
    ...(run.share && {worker: run.share}),
    startedAt: run.startedAt.toISOString(),
    warmUpSeconds: run.warmUp / 1000,
    durationSeconds: rounded(measurement.duration / 1000),
    interrupted: measurement.interrupted,
    ...(measurement.abortedBy !== undefined && {abortedBy: measurement.abortedBy}),
    stages: run.stages.map(({duration, from, to}) => ({seconds: duration / 1000, from, to})),
    rate: {asked: rate === undefined ? null : rounded(rate, 6), achieved: rounded(achievedRate(measurement))},
    requests: {
      planned: measurement.planned,
      sent: measurement.sent,
      completed: total.answers,
      unsent: total.unsent,
      sentInTime: measurement.sentInTime,
      answeredInTime: measurement.answeredInTime,
    },
    ...(measurement.iterations && {iterations: iterationsData(measurement.iterations)}),
    ...(measurement.doubts && {doubts: measurement.doubts}),
    ...tallyData(total),
    timeline: measurement.timeline.map(moment => ({
      ...moment,
      p50: moment.p50 ?? null,
      p95: moment.p95 ?? null,
      max: moment.max ?? null,
      refusedP95: moment.refusedP95 ?? null,
    })),
    lag: lag.summary(),
    waiting: {requests: waiting.count, ...waiting.summary()},
    connections: {...connections, busy: rounded(connections.busy)},
    generator: {processorSeconds: rounded(measurement.processorSeconds)},
    thresholds: verdict.judgements.map(({threshold, outcome, actual, reason}) => ({
      text: threshold.text,
      figure: figureName(threshold.figure),
      ...(threshold.operation !== undefined && {operation: threshold.operation}),
      limit: threshold.limit,
      actual: actual === null ? null : rounded(actual, 6),
      outcome,
      ...(reason !== undefined && {reason}),
      location: threshold.location,
    })),
    notJudged: run.notJudged,
    ...(verdict.conformance && {conformance: verdict.conformance}),
    ...(verdict.comparison && {comparison: verdict.comparison}),
    operations: operations.map(({name, operationId, weight, paths}, index) => {
      const tally = measurement.operations[index]
      return {
        name,
        ...(operationId !== undefined && {operationId}),
        weight,
        paths: paths.map(redactedPath),
        preflight: preflight[index] ?? null,
        requests: tally?.requests ?? 0,
        ...(tally && {unsent: tally.unsent, ...tallyData(tally), ...expectations(tally)}),
        classes: Object.fromEntries(
          (tally?.classes ?? []).map(([name, {response, service}]) => [
            name,
            {
              requests: response.count,
              response: response.summary(),
              service: service.summary(),
              histograms: {response: response.encode(), service: service.encode()},
            },
          ]),
        ),
      }
    }),
    leftOut,
    histograms: histogramsOf(measurement, total),
  }
}

function tallyData(tally: Tally) {
  const {response, service} = tally.all()
  return {
    statuses: Object.fromEntries([...tally.statuses].sort(([a], [b]) => a - b)),
    errors: Object.fromEntries([...tally.errors].sort(([a], [b]) => (a < b ? -1 : 1))),
    errorRate: tally.requests === 0 ? null : rounded(tally.failures / tally.requests, 6),
    bytes: tally.bytes,
    latency: {response: response.summary(), service: service.summary()},
  }
}

/** What scenarios have expected; nothing where there are none. */
function expectations({asExpected, unexpected}: Tally) {
  return {...(asExpected > 0 && {asExpected}), ...(unexpected > 0 && {unexpected})}
}

function histogramsOf({lag, waiting}: Measurement, total: Tally) {
  const {response, service} = total.all()
  return {
    unit: 'microseconds',
    format: 'HdrHistogram V2, compressed, base64',
    percentiles: Object.keys(percentiles),
    response: response.encode(),
    service: service.encode(),
    lag: lag.encode(),
    waiting: waiting.encode(),
  }
}

function rounded(value: number, digits = 3): number {
  const factor = 10 ** digits
  return Math.round(value * factor) / factor
}
