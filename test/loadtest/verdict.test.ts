import {beforeAll, describe, expect, test} from 'vitest'
import {startOf} from '../../src/core/source.js'
import {Latencies, prepareHistograms} from '../../src/loadtest/engine/histogram.js'
import {type Measurement, Tally} from '../../src/loadtest/engine/measurement.js'
import type {Operation} from '../../src/loadtest/source/scenario.js'
import {parseThreshold} from '../../src/loadtest/verdict/threshold.js'
import {verdictOn} from '../../src/loadtest/verdict/verdict.js'

beforeAll(prepareHistograms)

/** Answers of an operation: how many, with which status and response time; the service time is the same if not given. */
interface Answers {
  readonly count: number
  readonly response: number
  readonly service?: number
  readonly status?: number
}

function tallyOf(...parts: readonly (Answers | {readonly count: number; readonly error: string})[]): Tally {
  const tally = new Tally()
  for (const part of parts)
    for (let index = 0; index < part.count; index++)
      if ('error' in part) tally.failed(part.error)
      else tally.answered(part.status ?? 200, part.response, part.service ?? part.response, 10)
  return tally
}

function measurementOf(
  operations: readonly Tally[],
  other: Partial<Measurement> & {lateness?: number} = {},
): Measurement {
  const requests = operations.reduce((sum, tally) => sum + tally.requests, 0)
  const lag = new Latencies()
  for (let index = 0; index < requests; index++) lag.record(other.lateness ?? 0.5)
  return {
    engine: 'open loop',
    operations,
    lag,
    waiting: new Latencies(),
    slices: [],
    timeline: [],
    planned: requests,
    sent: requests,
    sentInTime: requests,
    answeredInTime: operations.reduce((sum, tally) => sum + tally.answers, 0),
    duration: 10_000,
    connections: {protocol: 'HTTP/1.1' as const, limit: 100, peak: 10, opened: 100, busy: 0.1},
    processorSeconds: 1,
    interrupted: false,
    ...other,
  }
}

const operations: Operation[] = ['listOrders', 'getOrder'].map(operationId => ({
  name: `GET /${operationId}`,
  operationId,
  method: 'GET',
  paths: ['/'],
  headers: {},
  weight: 1,
  guessed: false,
}))

function judged(measurement: Measurement, ...texts: readonly string[]) {
  const thresholds = texts.map(text => parseThreshold(text, startOf('command line')))
  const {outcome, judgements, reasons} = verdictOn(measurement, operations, thresholds)
  return {outcome, outcomes: judgements.map(each => each.outcome), why: judgements.map(each => each.reason), reasons}
}

const fast = {count: 1000, response: 10}

describe('a latency', () => {
  test('below its limit passes, above it fails', () => {
    expect(judged(measurementOf([tallyOf(fast)]), 'p95<50ms', 'mean<11ms', 'max<=10ms')).toMatchObject({
      outcome: 'pass',
    })
    expect(judged(measurementOf([tallyOf(fast)]), 'p95<5ms').outcome).toBe('fail')
    expect(judged(measurementOf([tallyOf(fast)]), 'p95<50ms', 'mean<5ms')).toMatchObject({
      outcome: 'fail',
      outcomes: ['pass', 'fail'],
    })
  })

  test('is inconclusive when there are too few requests for its percentile, and says how many are enough', () => {
    const few = measurementOf([tallyOf({count: 298, response: 10})])
    expect(judged(few, 'p99<50ms')).toMatchObject({
      outcome: 'inconclusive',
      why: ['298 requests are too few for p99: 299 are enough.'],
    })
    expect(judged(few, 'p95<50ms').outcome).toBe('pass')
    expect(judged(measurementOf([tallyOf({count: 299, response: 10})]), 'p99<50ms').outcome).toBe('pass')
    expect(judged(few, 'p99.99<50ms').why).toEqual(['298 requests are too few for p99.99: 29,956 are enough.'])
  })

  test('is missed for sure with few requests, when too many of them are slow for chance', () => {
    const slow = (count: number) => measurementOf([tallyOf({count: 20, response: 10}, {count, response: 90})])
    expect(judged(slow(1), 'p99<50ms').outcome).toBe('inconclusive')
    expect(judged(slow(3), 'p99<50ms').outcome).toBe('fail')
  })

  test('is judged for one operation by what was seen of that one', () => {
    const measurement = measurementOf([tallyOf(fast), tallyOf({count: 1000, response: 80})])
    expect(judged(measurement, 'listOrders: p95<50ms', 'GET /getOrder: p95<50ms').outcomes).toEqual(['pass', 'fail'])
  })

  test('of quick rejections does not stand for that of what was served', () => {
    const measurement = measurementOf([tallyOf({count: 900, response: 1, status: 503}, {count: 100, response: 80})])
    expect(judged(measurement, 'p50<50ms').outcome).toBe('fail')
  })
})

describe('errors', () => {
  test('are answers 4xx and 5xx, and no answers; 429 is counted by itself', () => {
    const tally = tallyOf(
      {count: 960, response: 5},
      {count: 10, response: 5, status: 500},
      {count: 10, response: 5, status: 404},
      {count: 10, error: 'ECONNRESET'},
      {count: 10, response: 5, status: 429},
    )
    expect(tally.failures).toBe(30)
    expect(judged(measurementOf([tally]), 'errors<=3%', 'errors<2.9%', 'limited<=1%').outcomes).toEqual([
      'inconclusive',
      'fail',
      'inconclusive',
    ])
    expect(judged(measurementOf([tally]), 'errors<5%', 'limited<3%').outcome).toBe('pass')
  })

  test('that did not happen prove little: 0.001 % needs 299,572 requests', () => {
    expect(judged(measurementOf([tallyOf(fast)]), 'errors<0.001%')).toMatchObject({
      outcome: 'inconclusive',
      why: ['0 in 1,000 requests do not prove less than 0.001 %: 299,572 are enough.'],
    })
    expect(judged(measurementOf([tallyOf(fast)]), 'errors<=0%').outcome).toBe('pass')
  })

  test('of everything fail a run, whatever was demanded', () => {
    const refused = measurementOf([tallyOf({count: 100, error: 'ECONNREFUSED'})])
    expect(judged(refused)).toMatchObject({outcome: 'fail', reasons: ['No request was answered.']})
    const unauthorized = measurementOf([tallyOf({count: 100, response: 1, status: 401})])
    expect(judged(unauthorized, 'p95<50ms')).toMatchObject({
      outcome: 'fail',
      reasons: ['No request was served: every answer was 401.'],
    })
  })
})

describe('a measurement that cannot be believed', () => {
  test('is invalid when the generator was late', () => {
    const late = measurementOf([tallyOf({count: 1000, response: 40})], {lateness: 30})
    expect(judged(late, 'p95<50ms')).toMatchObject({outcome: 'invalid'})
    expect(judged(late, 'p95<50ms').reasons[0]).toMatch(/^The generator was late: .* 30\.0 ms/)
    expect(judged(late, 'p95<1s').outcome).toBe('pass')
  })

  test('does not blame the target for what the generator was late by', () => {
    const late = measurementOf([tallyOf({count: 1000, response: 52})], {lateness: 4})
    expect(judged(late, 'p95<50ms')).toMatchObject({outcome: 'invalid', outcomes: ['invalid'], reasons: []})
    expect(judged(late, 'p95<45ms').outcome).toBe('fail')
  })

  test('is invalid when there were too few connections, unless the target is too slow in any case', () => {
    const connections = {protocol: 'HTTP/1.1' as const, limit: 10, peak: 10, opened: 10, busy: 0.99}
    const crowded = measurementOf([tallyOf({count: 1000, response: 2000, service: 110})], {connections})
    expect(judged(crowded, 'p95<200ms')).toMatchObject({outcome: 'invalid', reasons: []})
    expect(judged(crowded, 'p95<200ms').why[0]).toMatch(/All 10 connections were busy.*needs at least 11/)
    expect(judged(crowded, 'p95<50ms').outcome).toBe('fail')
  })

  test('fails a target that stalls, although requests had to wait for connections', () => {
    const connections = {protocol: 'HTTP/1.1' as const, limit: 100, peak: 100, opened: 100, busy: 0.2}
    const stalled = measurementOf([tallyOf({count: 900, response: 5}, {count: 100, response: 500, service: 5})], {
      connections,
    })
    expect(judged(stalled, 'p95<200ms').outcome).toBe('fail')
  })

  test('is invalid when the load could not be sent in time', () => {
    const measurement = measurementOf([tallyOf(fast)], {planned: 2000})
    expect(judged(measurement)).toMatchObject({outcome: 'invalid'})
    expect(judged(measurement).reasons[0]).toMatch(/^Only 1,000 of 2,000 requests could be sent in time\./)
    expect(judged(measurementOf([tallyOf(fast)], {planned: 2000, interrupted: true})).outcome).toBe('inconclusive')
  })

  test('is invalid when this machine has no more sockets, which is no error of the target', () => {
    const measurement = measurementOf([tallyOf(fast, {count: 100, error: 'EADDRNOTAVAIL'})])
    expect(judged(measurement, 'errors<1%')).toMatchObject({outcome: 'invalid', outcomes: ['pass']})
  })
})

test('a rate is that of the answers', () => {
  const measurement = measurementOf([tallyOf(fast)])
  expect(judged(measurement, 'rate>=100/s').outcome).toBe('pass')
  expect(judged(measurement, 'rate>101/s').outcome).toBe('fail')
})

test('an operation that was never sent is inconclusive', () =>
  expect(judged(measurementOf([tallyOf(fast), tallyOf()]), 'getOrder: p95<1s')).toMatchObject({
    outcome: 'inconclusive',
    why: ['No request of it was sent.'],
  }))
