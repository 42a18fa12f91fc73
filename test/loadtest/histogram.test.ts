import hdr from 'hdr-histogram-js'
import {beforeAll, describe, expect, test} from 'vitest'
import {Latencies, prepareHistograms} from '../../src/loadtest/engine/histogram.js'

beforeAll(prepareHistograms)

describe('latencies', () => {
  test('have their percentiles to three digits, and exact extremes', () => {
    const latencies = new Latencies()
    for (let index = 1; index <= 100_000; index++) latencies.record(index / 100)
    for (const [percent, expected] of [
      [50, 500],
      [95, 950],
      [99, 990],
      [99.99, 999.9],
    ] as const)
      expect(Math.abs(latencies.percentile(percent) / expected - 1)).toBeLessThan(0.001)
    expect(latencies.max).toBe(1000)
    expect(latencies.mean).toBeCloseTo(500.005, 3)
  })

  test('keep microseconds, and hours', () => {
    const latencies = new Latencies()
    latencies.record(0.042)
    latencies.record(3_600_000)
    expect(latencies.percentile(50)).toBe(0.042)
    expect(latencies.percentile(100)).toBe(3_600_000)
  })

  test('never exceed the greatest that was recorded', () => {
    const latencies = new Latencies()
    latencies.record(1000.3)
    expect(latencies.summary()).toMatchObject({p50: 1000.3, p99_99: 1000.3, max: 1000.3, mean: 1000.3})
  })

  test('are null, not zero, when there are none', () =>
    expect(new Latencies().summary()).toEqual({
      p50: null,
      p75: null,
      p90: null,
      p95: null,
      p99: null,
      p99_9: null,
      p99_99: null,
      max: null,
      mean: null,
    }))

  test('add up exactly, and survive being written down', () => {
    const [one, two, both] = [new Latencies(), new Latencies(), new Latencies()]
    for (let index = 0; index < 5000; index++) {
      const latency = (index * 7919) % 1500
      both.record(latency)
      if (index % 2 === 0) one.record(latency)
      else two.record(latency)
    }
    expect(Latencies.merged([one, two]).summary()).toEqual(both.summary())
    const decoded = hdr.decodeFromCompressedBase64(both.encode(), 32, true)
    expect(decoded.totalCount).toBe(5000)
    expect(decoded.getValueAtPercentile(95) / 1000).toBeCloseTo(both.percentile(95), 3)
  })

  test('can be emptied', () => {
    const latencies = new Latencies()
    latencies.record(5)
    latencies.clear()
    expect(latencies.count).toBe(0)
    latencies.record(1)
    expect(latencies.percentile(99)).toBe(1)
  })
})
