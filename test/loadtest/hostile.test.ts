import {resolve} from 'node:path'
import {describe, expect, test} from 'vitest'
import {MeshError} from '../../src/core/errors.js'
import type {LoadTestRequest} from '../../src/loadtest/source/request.js'
import {load, measured, type Outcome} from './target/load.js'
import {type Behaviour, type Seen, startTarget} from './target/target.js'

// Targets that do not play by the book. Whatever they do is counted as what it is, and nothing hangs.

async function against(behaviour: Behaviour, request: Partial<LoadTestRequest>): Promise<Outcome & {seen: Seen}> {
  const target = await startTarget(behaviour)
  const outcome = await load(target.url, request)
  return {...outcome, seen: await target.stop()}
}

async function refusal(run: Promise<unknown>): Promise<MeshError> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(MeshError)
  return error as MeshError
}

test('a connection that is closed instead of answered is an error, each of them', async () => {
  await measured({dropEvery: 5}, {rate: '500/s', duration: '2s', thresholds: ['errors<1%']}, ({figures, seen}) => {
    expect(seen.drops).toBeGreaterThan(150)
    expect(figures.errors).toEqual({ECONNRESET: seen.drops})
    expect(figures.statuses[200]).toBe(1000 - seen.drops)
    expect(figures.latency.response.p50).toBeLessThan(20)
    expect(figures.verdict).toBe('fail')
  })
}, 60_000)

test('HEAD, early hints, redirects and empty answers are one answer each', async () => {
  const {figures} = await against(
    {},
    {rate: '200/s', paths: ['HEAD /ok', '/early-hints', '/redirect', 'OPTIONS /ok'], connections: 4},
  )
  expect(figures.statuses).toEqual({200: 150, 302: 50})
  expect(figures.errors).toEqual({})
  expect(figures.operations.map(({name, requests}) => [name, requests])).toEqual([
    ['HEAD /ok', 50],
    ['GET /early-hints', 50],
    ['GET /redirect', 50],
    ['OPTIONS /ok', 50],
  ])
})

test('a body that ends with its connection is complete', async () => {
  const answer = 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello'
  const {figures} = await against({raw: {answer, close: true}}, {rate: '100/s'})
  expect(figures.statuses).toEqual({200: 100})
  expect(figures.errors).toEqual({})
  expect(figures.connections.opened).toBeGreaterThanOrEqual(100)
})

test('an answer that is not HTTP ends the run before it begins, with a sentence', async () => {
  const target = await startTarget({raw: {answer: 'SSH-2.0-OpenSSH_9.6\r\n', close: true}})
  const error = await refusal(load(target.url))
  await target.stop()
  expect(error.message).toMatch(/does not answer in HTTP\/1\.1/)
  expect(error.hint).toMatch(/port/)
})

test('an answer that breaks off ends the run before it begins: it was no answer, but not nothing either', async () => {
  const target = await startTarget({raw: {answer: 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', close: true}})
  const error = await refusal(load(target.url))
  await target.stop()
  expect(error.message).toMatch(/closes them before an answer is complete/)
})

test('answers that do not come in time are errors, and their latency is at least the timeout', async () => {
  await measured({slow: {after: 100, delay: 1000}}, {rate: '100/s', duration: '2s', timeout: '300ms'}, ({figures}) => {
    const {response, service} = figures.latency
    expect(figures.errors['ETIMEDOUT']).toBeGreaterThan(90)
    expect((figures.statuses[200] ?? 0) + (figures.errors['ETIMEDOUT'] ?? 0)).toBe(200)
    expect(service.p90).toBeGreaterThan(299)
    expect(response.p90).toBeGreaterThan(299)
    expect(response.max).toBeLessThan(600)
  })
}, 60_000)

test('a target that falls silent ends the run in time, and what was never sent counts as slow and failed', async () => {
  await measured(
    {slow: {after: 50, delay: 60_000}},
    {rate: '100/s', duration: '2s', timeout: '1s', connections: 10},
    ({figures}) => {
      const {unsent, sent, planned, completed} = figures.requests
      expect(sent + unsent).toBe(planned)
      expect(unsent).toBeGreaterThan(50)
      expect(completed + (figures.errors['ETIMEDOUT'] ?? 0) + (figures.errors['UNFINISHED'] ?? 0)).toBe(sent)
      expect(figures.errorRate).toBeCloseTo((planned - completed) / planned, 5)
      expect(figures.latency.response.p90).toBeGreaterThan(1000)
      // The run lasts 2 s, and its timeout 1 s more.
      expect(figures.latency.response.max).toBeLessThan(3500)
      expect(figures.verdict).toBe('invalid')
    },
  )
}, 60_000)

test('a request that is never answered does not hold up the run', async () => {
  const target = await startTarget({})
  const error = await refusal(load(target.url, {paths: ['/never'], timeout: '300ms'}))
  await target.stop()
  expect(error.message).toMatch(/did not answer within 0\.3 s/)
})

test('a body that never ends is given up, too', async () => {
  const target = await startTarget({})
  const error = await refusal(load(target.url, {paths: ['/endless'], timeout: '300ms'}))
  await target.stop()
  expect(error.message).toMatch(/did not answer within/)
})

test('a target that dies in the middle of a run is reported, with what was seen before', async () => {
  const target = await startTarget({})
  const dying = target.received(150).then(() => target.stop())
  const {figures} = await load(target.url, {rate: '200/s', duration: '2s', timeout: '1s'})
  await dying
  expect(figures.requests.sent).toBe(400)
  expect(figures.statuses[200]).toBeGreaterThan(100)
  expect(figures.errors['ECONNREFUSED']).toBeGreaterThan(100)
}, 30_000)

test('a target that answers errors only fails without an objective', async () => {
  const {figures, report} = await against({status: 503}, {rate: '50/s'})
  expect(figures.verdict).toBe('fail')
  expect(report.findings).toMatchObject([
    {
      rule: 'loadtest/answers',
      message: 'No request was served: every answer was 503.',
      location: {path: 'command line'},
    },
  ])
})

test('quick rejections do not flatter the latency of what was served', async () => {
  await measured(
    {delay: 60, bucket: {rate: 20, burst: 20}},
    {rate: '200/s', duration: '2s', thresholds: ['p50<30ms']},
    ({figures}) => {
      expect(figures.statuses[429]).toBeGreaterThan(200)
      expect(figures.latency.response.p50).toBeLessThan(30)
      expect(figures.thresholds[0]?.actual).toBeGreaterThan(59)
      expect(figures.verdict).toBe('fail')
    },
  )
}, 60_000)

describe('https', () => {
  const tls = {key: resolve('test/fixtures/tls/key.pem'), cert: resolve('test/fixtures/tls/cert.pem')}

  for (const mode of ['slo', 'max'] as const)
    test(`a certificate of an unknown authority is refused in mode ${mode}, and gets no request`, async () => {
      const target = await startTarget({tls})
      const error = await refusal(load(target.url, {mode, headers: ['Authorization: Bearer secret-token']}))
      const seen = await target.stop()
      expect(error.message).toMatch(/certificate of "https:\/\/127\.0\.0\.1:\d+" is not trusted/)
      expect(error.hint).toMatch(/NODE_EXTRA_CA_CERTS/)
      expect(seen.arrivals).toHaveLength(0)
    })

  test('a target that wants https tells so', async () => {
    const target = await startTarget({tls})
    const error = await refusal(load(`http://127.0.0.1:${target.port}`))
    await target.stop()
    expect(`${error.message} ${error.hint}`).toMatch(/https/)
  })
})

test('a refused connection is told at once', async () => {
  const target = await startTarget({})
  await target.stop()
  const before = performance.now()
  const error = await refusal(load(target.url))
  expect(performance.now() - before).toBeLessThan(2000)
  expect(error.message).toMatch(/refuses connections: nothing listens there/)
})

test('an interrupted run gives a whole report of what was seen', async () => {
  const target = await startTarget({})
  const controller = new AbortController()
  target.received(100).then(() => controller.abort())
  const {figures, report} = await load(
    target.url,
    {rate: '100/s', duration: '30s', thresholds: ['p95<1s']},
    {signal: controller.signal},
  )
  await target.stop()
  expect(figures.interrupted).toBe(true)
  expect(figures.requests.planned).toBe(3000)
  expect(figures.requests.sent).toBeGreaterThan(50)
  expect(figures.requests.sent).toBe(figures.requests.completed)
  expect(['inconclusive', 'invalid']).toContain(figures.verdict)
  expect(report.summary).toMatch(/^Interrupted after /)
}, 20_000)

test('the warm-up is sent, but not counted', async () => {
  await measured({}, {rate: '200/s', duration: '1s', warmup: '1s'}, ({figures, seen}) => {
    expect(figures.requests).toMatchObject({planned: 200, sent: 200, completed: 200, unsent: 0})
    expect(figures.statuses).toEqual({200: 200})
    expect(seen.arrivals).toHaveLength(1 + 400)
    expect(figures.rate.asked).toBe(200)
    expect(figures.durationSeconds).toBeCloseTo(1, 1)
  })
}, 60_000)

describe('mode max', () => {
  test('sends as much as the target takes, and counts by operation', async () => {
    await measured({delay: 10}, {mode: 'max', connections: 10, duration: '2s', paths: ['/a', '/b']}, ({figures}) => {
      expect(figures.engine).toBe('autocannon closed loop')
      expect(figures.latency.service.p50).toBeGreaterThan(9.5)
      expect(figures.latency.service.p50).toBeLessThan(20)
      const [a, b] = figures.operations
      expect(Math.abs((a?.requests ?? 0) - (b?.requests ?? 0))).toBeLessThanOrEqual(10)
      expect((a?.requests ?? 0) + (b?.requests ?? 0)).toBe(figures.requests.completed)
      expect(figures.requests.completed).toBeGreaterThan(700)
      expect(figures.verdict).toBe('pass')
    })
  }, 180_000)

  test('counts connections that are closed instead of answered', async () => {
    await measured({dropEvery: 5}, {mode: 'max', connections: 2, duration: '1s'}, ({figures, seen}) => {
      expect(figures.errors['ECONNRESET']).toBeGreaterThanOrEqual(seen.drops - 2)
      expect(figures.errors['ECONNRESET']).toBeLessThanOrEqual(seen.drops)
      expect(figures.latency.service.p50).toBeLessThan(20)
    })
  }, 60_000)

  test('verifies certificates, and speaks TLS', async () => {
    const tls = {key: resolve('test/fixtures/tls/key.pem'), cert: resolve('test/fixtures/tls/cert.pem')}
    const target = await startTarget({tls})
    const error = await refusal(load(target.url, {mode: 'max'}))
    await target.stop()
    expect(error.message).toMatch(/not trusted/)
  })

  test('refuses objectives of latency: a closed loop cannot prove them', async () => {
    const error = await refusal(load('http://127.0.0.1:1', {mode: 'max', thresholds: ['p95<1s']}))
    expect(error.message).toMatch(/cannot be judged with --mode max/)
  })
})
