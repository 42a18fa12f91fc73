import {afterAll, describe, expect, test} from 'vitest'
import type {LoadTestRequest} from '../../src/loadtest/source/request.js'
import {looksLikeProduction} from '../../src/loadtest/target/safety.js'
import {load} from './target/load.js'
import {startProxy} from './target/proxy.js'
import {type Behaviour, startTarget} from './target/target.js'

// Targets that are no part of this machine: to reach one, a proxy leads their names here.
const proxy = await startProxy()
afterAll(() => proxy.stop())

const nowhere = 'http://staging.example.com:9'

const remote = (url: string, request: Partial<LoadTestRequest> = {}, limits: object = {}) =>
  load(
    'staging',
    {rate: '100/s', proxy: proxy.url, ...request},
    {config: {loadtest: {targets: {staging: {url, limits}}}}},
  )

async function against(behaviour: Behaviour, request: Partial<LoadTestRequest>, limits: object = {}) {
  const target = await startTarget(behaviour)
  const outcome = await remote(`http://staging.example.com:${target.port}`, request, limits)
  return {...outcome, seen: await target.stop()}
}

describe('a target that looks like production', () => {
  test.each([
    ['api.prod.example.com', true],
    ['prod-eu2.example.com', true],
    ['api-production.example.com', true],
    ['www.example.com', true],
    ['live1.example.com', true],
    ['PRD.example.com', true],
    ['staging.example.com', false],
    ['products.example.com', false],
    ['delivery.example.com', false],
    ['127.0.0.1', false],
  ])('%s: %s', (host, expected) => expect(looksLikeProduction(host)).toBe(expected))

  test('is loaded only when its host is typed once more', async () => {
    const target = await startTarget({})
    const url = `http://api.prod.example.com:${target.port}`
    await expect(remote(url)).rejects.toMatchObject({
      message: '"api.prod.example.com" looks like production, where users would have to bear the load.',
      hint: expect.stringContaining('--production api.prod.example.com'),
    })
    await expect(remote(url, {production: 'prod.example.com'})).rejects.toThrow(
      '--production "prod.example.com" is not the host of this target, which is "api.prod.example.com".',
    )
    const {figures} = await remote(url, {production: 'api.prod.example.com'})
    expect(figures.statuses).toEqual({200: 100})
    expect((await target.stop()).arrivals).toHaveLength(101)
  })

  test('by its name in mesh.yaml, too', async () => {
    const config = {loadtest: {targets: {production: {url: nowhere}}}}
    await expect(load('production', {proxy: proxy.url}, {config})).rejects.toThrow('"production" looks like production')
  })
})

describe('a target is not sent more than mesh.yaml allows', () => {
  test.each<[Partial<LoadTestRequest>, object, string]>([
    [{rate: '2001/s'}, {}, 'have 2,001/s, and this target is sent at most 2,000/s.'],
    [{rate: '100/s'}, {rate: 50}, 'have 100/s, and this target is sent at most 50/s.'],
    [{rate: '10/s', stages: ['1s:60/s']}, {rate: 50}, 'have 60/s, and'],
    [{rate: '1/s', duration: '61m'}, {}, 'have 61 min, and this target is sent at most 60 min.'],
    [{rate: '1/s', duration: '9s', warmup: '2s'}, {duration: '10s'}, 'have 11 s, and'],
    [
      {rate: '10/s', duration: '11s'},
      {requests: 100},
      'have 110 requests, and this target is sent at most 100 requests.',
    ],
    [{connections: 1001}, {}, 'have 1,001 connections, and this target is sent at most 1,000 connections.'],
    [{mode: 'max', rate: undefined, connections: 20}, {connections: 10}, 'have 20 connections, and'],
    [{mode: 'max', rate: undefined, users: 20}, {connections: 10}, 'have 20 connections, and'],
  ])('%j with %j', async (request, limits, message) => {
    await expect(remote(nowhere, request, limits)).rejects.toThrow(message)
  })

  test.each<Partial<LoadTestRequest>>([{connections: 5}, {users: 5}])(
    'a closed loop ends with the last request that is allowed: %j',
    async request => {
      const {figures, seen} = await against(
        {},
        {mode: 'max', rate: undefined, duration: '60s', ...request},
        {requests: 200},
      )
      expect(figures.requests.sent).toBeGreaterThanOrEqual(200)
      // What is under way, and what was sent until the next look.
      expect(seen.arrivals.length).toBeLessThan(20_000)
      expect(figures.interrupted).toBe(false)
    },
    30_000,
  )
})

describe('a run ends when its error budget is spent', () => {
  test('that of an objective, which is of all requests that were planned', async () => {
    const {figures, report, seen} = await against({dropEvery: 4}, {duration: '60s', thresholds: ['errors<1%']})
    expect(figures).toMatchObject({verdict: 'fail', interrupted: true, abortedBy: 'errors<1%'})
    // 60 of 6,000 may fail.
    expect(seen.drops).toBeGreaterThan(60)
    expect(figures.requests.sent).toBeLessThan(1500)
    expect(report.summary).toMatch(/^Stopped by "errors<1%" after /)
  }, 60_000)

  test('or half of the requests, when nobody says', async () => {
    const {figures, report} = await against({status: 503}, {duration: '60s'})
    expect(figures).toMatchObject({verdict: 'fail', abortedBy: 'errors<50 %'})
    expect(report.outcome).toBe('fail')
    expect(figures.requests.sent).toBeLessThan(1500)
  }, 60_000)

  test('and goes on while it is not', async () => {
    const {figures} = await against({dropEvery: 50}, {duration: '3s', thresholds: ['errors<5%']})
    expect(figures.interrupted).toBe(false)
    expect(figures.requests.sent).toBe(300)
  }, 60_000)
})

test('a target that refuses connections is not asked for one more often than 20 times in a second', async () => {
  const target = await startTarget({})
  const stopped = target.received(300).then(() => target.stop())
  const {figures} = await load(target.url, {rate: '1000/s', duration: '2s', timeout: '1s', connections: 50})
  await stopped
  expect(figures.errors['ECONNREFUSED']).toBeGreaterThan(500)
  // At the start, when the target goes, and when that is found out on all at once; and one for every 50 ms.
  expect(figures.connections.opened).toBeLessThan(3 * 50 + 60)
}, 30_000)

test('every request says who it is of, and of which run', async () => {
  const {seen} = await against({}, {})
  expect(seen.headers[0]).toMatchObject({
    'user-agent': 'mesh-loadtest/0.0.0-test',
    'x-mesh-load-test': expect.stringMatching(/^[\da-f-]{36}$/),
  })
})
