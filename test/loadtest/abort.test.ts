import {expect, test} from 'vitest'
import {load} from './target/load.js'
import {startTarget} from './target/target.js'

test('a run ends soon after a condition is surely missed, and fails', async () => {
  const target = await startTarget({status: 500})
  const {report, figures} = await load(target.url, {rate: '100/s', duration: '60s', aborts: ['errors<20%']})
  await target.stop()
  expect(figures).toMatchObject({verdict: 'fail', abortedBy: 'errors<20%', interrupted: true})
  expect(figures.requests.sent).toBeLessThan(2000)
  expect(figures.requests.completed).toBe(figures.requests.sent)
  expect(report.summary).toMatch(/^Stopped by "errors<20%" after [\d.]+ s\. Failed: 1 of 1 objectives missed \(/)
  expect(report.findings).toMatchObject([{rule: 'loadtest/threshold'}])
}, 60_000)

test('latencies of one operation are a condition, too', async () => {
  const target = await startTarget({delay: 60})
  const request = {rate: '100/s', duration: '60s', paths: ['/a', '/b'], aborts: ['GET /b: p95<20ms']}
  const {figures} = await load(target.url, request)
  await target.stop()
  expect(figures).toMatchObject({verdict: 'fail', abortedBy: 'GET /b: p95<20ms'})
}, 60_000)

test('a condition that is kept changes nothing', async () => {
  const target = await startTarget({})
  const {figures} = await load(target.url, {rate: '200/s', duration: '3s', aborts: ['errors<20%']})
  await target.stop()
  expect(figures).toMatchObject({verdict: 'pass', interrupted: false, requests: {completed: 600}})
  expect(figures).not.toHaveProperty('abortedBy')
}, 60_000)

test.each([
  [{aborts: ['rate>5/s']}, 'Condition "rate>5/s" cannot end a run'],
  [{aborts: ['errors<20%'], mode: 'max' as const}, 'Mode "max" cannot be ended by a condition.'],
  [{aborts: ['GET /x: p95<1s']}, 'names the operation "GET /x"'],
])('%j is refused', async (request, message) => {
  await expect(load('http://127.0.0.1:9', request)).rejects.toThrow(message)
})
