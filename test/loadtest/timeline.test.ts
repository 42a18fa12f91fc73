import {beforeAll, describe, expect, test} from 'vitest'
import {Latencies, prepareHistograms} from '../../src/loadtest/engine/histogram.js'
import {type Measurement, Tally} from '../../src/loadtest/engine/measurement.js'
import {figuresOf} from '../../src/loadtest/report/figures.js'
import {refusalFigures} from '../../src/loadtest/report/refusal-figures.js'
import {Timeline} from '../../src/loadtest/report/timeline.js'

beforeAll(prepareHistograms)

describe('a timeline', () => {
  test('has every second, those without an answer, too', () => {
    const nothing = {p50: undefined, p95: undefined, max: undefined, refusedP95: undefined}
    const timeline = new Timeline()
    timeline.answered(200, 10, 5000)
    timeline.answered(503, 30, 5999)
    timeline.answered(429, 1, 6000)
    timeline.failed(8500)
    expect(timeline.done()).toEqual([
      {
        at: 0,
        served: 1,
        limited: 0,
        failed: 1,
        unavailable: 1,
        p50: expect.closeTo(10, 1),
        p95: expect.closeTo(30, 1),
        max: 30,
        refusedP95: expect.closeTo(30, 1),
      },
      {
        at: 1,
        served: 0,
        limited: 1,
        failed: 0,
        unavailable: 0,
        p50: expect.closeTo(1, 1),
        p95: expect.closeTo(1, 1),
        max: 1,
        refusedP95: expect.closeTo(1, 1),
      },
      {at: 2, served: 0, limited: 0, failed: 0, unavailable: 0, ...nothing},
      {at: 3, served: 0, limited: 0, failed: 1, unavailable: 0, ...nothing},
    ])
    expect(new Timeline().done()).toEqual([])
  })
})

describe('the pictures of a run', () => {
  let tally: Tally
  let timeline: Timeline

  function measured(engine: Measurement['engine']): Measurement {
    return {
      engine,
      operations: [tally],
      timeline: timeline.done(),
      lag: new Latencies(),
      waiting: new Latencies(),
      slices: [],
      planned: 1000,
      sent: 1000,
      sentInTime: 1000,
      answeredInTime: 1000,
      duration: 3000,
      connections: {protocol: 'HTTP/1.1', limit: 1, peak: 1, opened: 1, busy: 0},
      processorSeconds: 0,
      interrupted: false,
    }
  }

  beforeAll(() => {
    tally = new Tally()
    timeline = new Timeline()
    for (let index = 0; index < 1000; index++) {
      tally.answered(200, index + 1, index, 10)
      timeline.answered(200, index + 1, index * 3)
    }
  })

  test('the percentile curve ends with the maximum, and goes no further than there are requests', () => {
    const [percentiles] = figuresOf(measured('open loop'), tally, [])
    if (percentiles?.kind !== 'chart') throw new Error('It is a chart.')
    const [response] = percentiles.series
    expect(response?.points[0]).toMatchObject({x: 0})
    expect(response?.points.at(-1)?.y).toBe(1000)
    expect(response?.points.every(({x}) => x < 1)).toBe(true)
    expect(response?.points.find(({x}) => Math.abs(x - 0.9) < 1e-9)?.y).toBeCloseTo(900, -1)
    expect(percentiles.series.map(({label}) => label)).toEqual(['response time', 'service time'])
  })

  test('a closed loop has no response time, and nothing measured has no picture', () => {
    const [percentiles] = figuresOf(measured('autocannon closed loop'), tally, [])
    expect(percentiles?.kind === 'chart' && percentiles.series.map(({label}) => label)).toEqual(['service time'])
    expect(figuresOf(measured('open loop'), new Tally(), [])).toEqual([])
  })
})

describe('the pictures of a limiter and a breaker', () => {
  const quiet = {limited: 0, failed: 0, unavailable: 0, p50: 5, p95: 9, max: 10, refusedP95: undefined}
  const moments = [
    {...quiet, served: 100},
    {...quiet, served: 60, limited: 40, refusedP95: 1},
    {...quiet, served: 0, failed: 100, unavailable: 90, refusedP95: 2},
    {...quiet, served: 20, failed: 80, unavailable: 80, refusedP95: 2},
    {...quiet, served: 100},
    {...quiet, served: 10, failed: 90, unavailable: 90, refusedP95: 2},
  ].map((moment, at) => ({...moment, at}))

  test('show when each of them refused requests, and how quickly', () => {
    const [refused, quickness] = refusalFigures(moments)
    expect(refused?.series.map(({points}) => points.map(({y}) => y))).toEqual([
      [0, 40, 0, 0, 0, 0],
      [0, 0, 90, 80, 0, 90],
    ])
    expect(refused?.spans?.map(({from, to, mark}) => [from, to, mark])).toEqual([
      [2, 4, 'bad'],
      [5, 6, 'bad'],
    ])
    expect(quickness?.series[0]?.points.map(({y}) => y)).toEqual([undefined, 1, 2, 2, undefined, 2])
  })

  test('are not there when nothing was refused', () => {
    expect(refusalFigures(moments.slice(0, 1))).toEqual([])
  })
})
