import {expect, test} from 'vitest'
import {load} from './target/load.js'
import {startTarget} from './target/target.js'

const users = (count: number, more: object = {}) => ({mode: 'max' as const, users: count, duration: '2s', ...more})

test('users wait for their answers, and think before they ask again', async () => {
  const target = await startTarget({delay: 50})
  const {figures, report} = await load(target.url, users(4, {think: '150ms', thresholds: ['errors<50%']}))
  await target.stop()
  // Each of them asks every 200 ms at the most.
  expect(figures.requests.sent).toBeLessThanOrEqual(44)
  expect(figures.requests.sent).toBeGreaterThan(20)
  expect(figures.requests.completed).toBe(figures.requests.sent)
  expect(figures).toMatchObject({engine: 'closed loop', verdict: 'pass', connections: {limit: 4}})
  expect(report.lines?.[0]?.text).toMatch(/: \d+ requests of 4 users, each waiting for its answers in 2 s/)
}, 30_000)

test('without thinking they ask at once, each operation in its turn', async () => {
  const target = await startTarget({delay: 20})
  const {figures} = await load(target.url, users(2, {paths: ['/a', 'HEAD /b']}))
  await target.stop()
  expect(figures.requests.sent).toBeGreaterThan(60)
  expect(figures.requests.sent).toBeLessThanOrEqual(210)
  const [a = 0, b = 0] = figures.operations.map(({requests}) => requests)
  expect(Math.abs(a - b)).toBeLessThanOrEqual(2)
}, 30_000)

test('who is dropped asks again after a pause, and who gets no answer gives up', async () => {
  const dropping = await startTarget({dropEvery: 2})
  const dropped = await load(dropping.url, users(2))
  await dropping.stop()
  expect(dropped.figures.errors['ECONNRESET']).toBeGreaterThan(5)
  expect(dropped.figures.requests.sent).toBeLessThan(250)

  const silent = await startTarget({slow: {after: 3, delay: 10_000}})
  const {figures} = await load(silent.url, users(1, {timeout: '500ms'}))
  await silent.stop()
  expect(figures.statuses).toEqual({200: 2})
  expect(figures.errors['ETIMEDOUT']).toBeGreaterThanOrEqual(2)
}, 30_000)

test.each([
  [{mode: 'max' as const, users: 0}, 'The number of users cannot be 0.'],
  [{mode: 'max' as const, users: 5, connections: 7}, 'Each user has a connection'],
  [{think: '1s'}, '--think is the pause of users, and there are none.'],
  [users(5, {think: 'long'}), 'Thinking time "long" is not understood.'],
  [users(5, {thresholds: ['p95<50ms']}), 'cannot be judged'],
])('%j is refused', async (request, message) => {
  await expect(load('http://127.0.0.1:9', request)).rejects.toThrow(message)
})
