import {Counter, Histogram, Registry} from 'prom-client'
import {expect, test} from 'vitest'
import {createLevel} from '../../src/platform/metrics/level.js'
import {createServed} from '../../src/platform/metrics/served.js'
import {createTally} from '../../src/platform/metrics/tally.js'
import {bounds} from '../../src/platform/metrics/timing.js'

// Both are held against what the library's own classes say of the same requests.

const labelNames = ['method', 'route', 'status_code', 'platform']

test('requests are counted and timed as a counter and a histogram would', async () => {
  const registry = new Registry()
  const served = createServed(registry)
  const peer = new Registry()
  const registers = [peer]
  const counter = new Counter({name: 'http_requests_total', help: 'Requests served.', labelNames, registers})
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer.',
    labelNames,
    buckets: [...bounds],
    registers,
  })
  const paths = ['/a', '/b"\\\n']
  for (const seconds of [0, 0.005, 0.0050001, 0.05, 0.3, 10, 10.1, 60])
    for (const route of paths) {
      const labels = {method: 'GET', route, status_code: seconds > 1 ? '503' : '200', platform: 'web'}
      served.observe(Object.values(labels), seconds)
      counter.inc(labels)
      histogram.observe(labels, seconds)
    }
  const lines = async (each: Registry) => (await each.metrics()).split('\n').sort()
  expect(await lines(registry)).toEqual(await lines(peer))
})

test('a tally says what a counter would, whenever it is asked', async () => {
  const registry = new Registry()
  const tally = createTally({name: 'checks_total', help: 'Checks.', labels: ['method', 'code'], registry})
  expect(await registry.metrics()).not.toContain('checks_total{')
  tally.count('bearer', 'a')
  tally.count('bearer', 'a')
  tally.count('bearer', 'b')
  for (let asked = 0; asked < 2; asked++) {
    const text = await registry.metrics()
    expect(text).toContain('checks_total{method="bearer",code="a"} 2\n')
    expect(text).toContain('checks_total{method="bearer",code="b"} 1\n')
  }
})

test('a level is the number of what is there when somebody asks', async () => {
  const registry = new Registry()
  const level = createLevel('things', 'Things.', registry)
  expect(await registry.metrics()).toContain('things 0\n')
  for (const change of ['inc', 'inc', 'dec', 'inc'] as const) level[change]()
  expect(await registry.metrics()).toContain('things 2\n')
})
