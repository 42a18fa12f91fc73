import {describe, expect, test} from 'vitest'
import {measured} from './target/load.js'

// What is known about the target is what has to come out. These take their time: a percentile needs its requests.

const median = (figures: readonly number[]) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0

test('a target that answers after 40 ms has a median of 40 ms', async () => {
  await measured(
    {delay: 40},
    {rate: '200/s', duration: '5s', thresholds: ['p50<45ms', 'errors<1%']},
    ({figures, seen}) => {
      expect(figures.requests).toMatchObject({planned: 1000, sent: 1000, completed: 1000, unsent: 0})
      expect(figures.statuses).toEqual({200: 1000})
      expect(figures.latency.response.p50).toBeGreaterThanOrEqual(40)
      // What the target itself took, and what the generator says that it was late by.
      expect(figures.latency.response.p50).toBeLessThan(median(seen.took) + 2 * figures.lag.p50 + 4)
      expect(figures.latency.service.p50).toBeLessThanOrEqual(figures.latency.response.p50)
      expect(figures.verdict).toBe('pass')
      expect(figures.rate.achieved).toBeCloseTo(200, 0)
    },
  )
}, 180_000)

test('a stall of 1 s in 10 s at 1000/s shows in the response time of every request that had to wait', async () => {
  await measured({stall: {after: 4000, length: 1000}}, {rate: '1000/s', duration: '10s'}, ({figures}) => {
    const {response, service} = figures.latency
    expect(figures.requests).toMatchObject({planned: 10_000, sent: 10_000, completed: 10_000})
    // 1000 of 10,000 requests fall into the stall and wait from 0 to 1000 ms: 5 % of all wait longer than 500 ms.
    expect(response.p95).toBeGreaterThan(450)
    expect(response.p95).toBeLessThan(560)
    expect(response.p99).toBeGreaterThan(850)
    expect(response.max).toBeGreaterThan(950)
    expect(response.p50).toBeLessThan(20)
    // Most of them never reached the target while it stood still: the service time alone would hide the stall.
    expect(service.p90).toBeLessThan(response.p95)
  })
}, 180_000)

test('a target that can take half of the rate does not pass', async () => {
  await measured(
    {delay: 100},
    {rate: '1000/s', duration: '5s', connections: 50, thresholds: ['p95<200ms']},
    ({figures, seen}) => {
      const {response, service} = figures.latency
      expect(response.p50).toBeGreaterThan(1000)
      expect(service.p50).toBeGreaterThan(99)
      expect(service.p50).toBeLessThan(median(seen.took) + 30)
      // Each of 50 connections is busy for as long as the target takes.
      const capacity = 50_000 / median(seen.took)
      expect(figures.rate.achieved).toBeGreaterThan(capacity * 0.75)
      expect(figures.rate.achieved).toBeLessThan(capacity * 1.05)
      // With more connections the target might do better: the service time keeps the objective.
      expect(figures.verdict).toBe('invalid')
      expect(figures.reasons.join()).toMatch(
        /Only [12],\d\d\d of 5,000 requests could be sent in time. All 50 connections/,
      )
      expect(figures.reasons.join()).toMatch(/needs at least 10\d/)
    },
  )
}, 180_000)

test('an objective that even the service time misses is failed, however few connections there were', async () => {
  await measured(
    {delay: 100},
    {rate: '400/s', duration: '2s', connections: 20, thresholds: ['p95<50ms']},
    ({figures}) => {
      expect(figures.verdict).toBe('fail')
    },
  )
}, 180_000)

test('requests are spread over the time evenly, and their number is exact', async () => {
  await measured({}, {rate: '1000/s', duration: '5s'}, ({figures, seen}) => {
    const arrivals = seen.arrivals.slice(1)
    expect(arrivals).toHaveLength(5000)
    expect(figures.requests.planned).toBe(5000)
    // Request k is due k milliseconds after the first. The one that was least late of all tells when that was.
    const start = Math.min(...arrivals.map((arrival, index) => arrival - index))
    const late = arrivals.map((arrival, index) => arrival - start - index).sort((a, b) => a - b)
    expect(late[2500]).toBeLessThan(10)
    const noise = Math.max(figures.lag.max, seen.slowest)
    expect(late[4950]).toBeLessThan(noise + 10)

    const windows = Array.from({length: 500}, () => 0)
    for (const arrival of arrivals) {
      const window = Math.min(499, Math.floor((arrival - start) / 10))
      windows[window] = (windows[window] ?? 0) + 1
    }
    // A pause of the whole machine empties as many windows as it lasts, and crowds the one behind it.
    const pauses = Math.floor(noise / 10) * (noise > 50 ? 20 : 5)
    expect(windows.filter(count => count === 0).length).toBeLessThanOrEqual(pauses)
    expect(windows.filter(count => count > 30).length).toBeLessThanOrEqual(pauses)
  })
}, 180_000)

describe('a token bucket of 1000/s with a burst of 200', () => {
  const bucket = {rate: 1000, burst: 200}

  test('refuses nothing at 800/s', async () => {
    await measured({bucket}, {rate: '800/s', duration: '5s'}, ({figures}) => {
      expect(figures.statuses).toEqual({200: 4000})
    })
  }, 180_000)

  test('accepts its burst and its rate at 1500/s', async () => {
    await measured({bucket}, {rate: '1500/s', duration: '5s', thresholds: ['limited<1%']}, ({figures}) => {
      const accepted = figures.statuses[200] ?? 0
      expect(accepted).toBeGreaterThan(5200 * 0.98)
      expect(accepted).toBeLessThan(5200 * 1.02)
      expect(figures.statuses[429]).toBe(7500 - accepted)
      // 429 is no error of the target, and has a figure of its own.
      expect(figures.errorRate).toBe(0)
      expect(figures.thresholds).toMatchObject([{text: 'limited<1%', outcome: 'fail'}])
    })
  }, 180_000)
})
