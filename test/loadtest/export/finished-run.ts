import {Latencies} from '../../../src/loadtest/engine/histogram.js'
import {type Measurement, Tally} from '../../../src/loadtest/engine/measurement.js'
import {commandLine, type Run} from '../../../src/loadtest/report/report.js'
import {parseThreshold} from '../../../src/loadtest/verdict/threshold.js'
import {verdictOn} from '../../../src/loadtest/verdict/verdict.js'

/** A run of two seconds with 90 answers after 0.5, 1.5, … 89.5 ms and 10 that a limiter refused; histograms have to be prepared. */
export function finishedRun(): Run {
  const tally = new Tally()
  for (let latency = 0.5; latency < 90; latency++) tally.answered(200, latency, latency, 10)
  for (let refused = 0; refused < 10; refused++) tally.answered(429, 0.5, 0.5, 0)
  const measurement: Measurement = {
    engine: 'open loop',
    operations: [tally],
    timeline: [
      {at: 0, served: 60, limited: 0, failed: 0, unavailable: 0, p50: 30, p95: 57, max: 60, refusedP95: undefined},
      {at: 1, served: 30, limited: 10, failed: 0, unavailable: 0, p50: 70, p95: 88, max: 90, refusedP95: 0.5},
    ],
    lag: new Latencies(),
    waiting: new Latencies(),
    slices: [],
    planned: 100,
    sent: 100,
    sentInTime: 100,
    answeredInTime: 100,
    duration: 2000,
    connections: {protocol: 'HTTP/1.1', limit: 10, peak: 5, opened: 10, busy: 0.2},
    processorSeconds: 0.1,
    interrupted: false,
  }
  const operations = [{name: 'GET /orders', weight: 1, paths: ['/orders']}]
  const thresholds = ['p95<1ms', 'errors<=50%'].map(text => parseThreshold(text, commandLine))
  return {
    target: {origin: 'http://127.0.0.1:3000', basePath: ''},
    address: '127.0.0.1',
    mode: 'slo',
    operations,
    leftOut: [],
    preflight: [200],
    headers: {'x-mesh-load-test': 'the-run'},
    rate: 50,
    stages: [{duration: 2000, from: 50, to: 50}],
    startedAt: new Date('2026-01-31T12:00:00Z'),
    warmUp: 500,
    notJudged: [],
    measurement,
    verdict: verdictOn(measurement, operations, thresholds),
    saved: undefined,
    plan: 'the-plan',
  }
}
