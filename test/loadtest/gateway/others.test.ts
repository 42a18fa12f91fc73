import {setTimeout as pause} from 'node:timers/promises'
import {afterEach, expect, test} from 'vitest'
import {calmly} from './calmly.js'
import {check, closeServers, failure, faults, type Handler, json, observations, serve} from './check.js'

afterEach(closeServers)

const orders: Handler = (_request, response) => json(response, 200, {data: []})

test.each([
  [403, 'pass', /^good: "GET \/orders" with a token without scopes is answered with 403 \(PERMISSION_DENIED\)/],
  [200, 'fail', /^bad: .* is answered with 200 instead of 403/],
  [401, 'inconclusive', /^doubtful: .*the token itself is not good/],
])('a caller without scopes who gets %i: %s', async (status, outcome, message) => {
  const url = await serve((request, response) => {
    const who = request.headers.authorization
    if (who === 'Bearer ann') return json(response, 200, {data: []})
    if (who === undefined) return failure(response, 401, 'AUTHENTICATION_REQUIRED')
    if (status === 200) return json(response, 200, {data: []})
    failure(response, status, 'PERMISSION_DENIED')
  })
  const report = await check(url, ['scopes'], {deniedHeaders: ['Authorization: Bearer nobody']})
  expect(report.outcome).toBe(outcome)
  expect(observations(report)).toEqual([expect.stringMatching(message)])
})

test('what nobody needs credentials for cannot need scopes', async () => {
  const report = await check(await serve(orders), ['scopes'], {deniedHeaders: ['Authorization: Bearer nobody']})
  expect(observations(report)).toEqual([expect.stringMatching(/^doubtful: No path needs credentials/)])
})

test.each([
  [0, 'pass'],
  [60, 'fail'],
])('operations of GraphQL that take %i ms: %s', async (delay, outcome) => {
  await calmly(async () => {
    const url = await serve(async (request, response) => {
      if (request.url === '/graphql' && delay > 0) await pause(delay)
      json(response, 200, {data: {orders: []}})
    })
    const graphql = {graphql: '/graphql', graphqlQuery: '{ orders { id } }', rate: 60}
    const report = await check(url, ['graphql-latency'], graphql)
    expect(report.outcome, observations(report).join('\n')).toBe(outcome)
  })
})

test('operations of GraphQL that are answered with errors measure nothing', async () => {
  const url = await serve((request, response) =>
    json(response, 200, request.url === '/graphql' ? {errors: [{}]} : {data: []}),
  )
  const report = await check(url, ['graphql-latency'], {graphql: '/graphql'})
  expect(observations(report)).toEqual([
    expect.stringMatching(/^doubtful: The operation .* there is nothing to measure/),
  ])
})

const figures = (memory: number, bucket = '0.05') => `
# TYPE http_requests_total counter
# TYPE http_requests_in_flight gauge
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="${bucket}",method="GET"} 1
process_cpu_seconds_total 1.5
process_resident_memory_bytes ${memory}
`

test.each<[string, string, string, RegExp]>([
  ['few bytes', figures(5e7), 'pass', /^good: The process has 48 MiB of memory at 100\/s/],
  ['many bytes', figures(2e8), 'inconclusive', /^doubtful: The process has 191 MiB of memory.*128 MiB/],
  ['too many bytes', figures(5e8), 'fail', /^bad: The process has 477 MiB of memory.*256 MiB is the limit/],
  ['no bucket', figures(5e7, '0.1'), 'fail', /^bad: .* has no bucket at 50 ms/],
  [
    'other names',
    figures(5e7).replaceAll('in_flight', 'open'),
    'fail',
    /^bad: The figures have no "http_requests_in_flight"/,
  ],
  [
    'nothing of the process',
    figures(5e7).replaceAll('process_', 'p_'),
    'inconclusive',
    /^doubtful: The figures do not tell/,
  ],
])('figures with %s', async (_what, text, outcome, message) => {
  const url = await serve(orders)
  const metrics = await serve((_request, response) => response.end(text))
  const report = await check(url, ['metrics'], {metrics: `${metrics}/metrics`, rate: 100, duration: 300})
  expect(report.outcome).toBe(outcome)
  expect(observations(report)).toContainEqual(expect.stringMatching(message))
})

test('a process that takes a whole processor is found', async () => {
  const url = await serve(orders)
  let seconds = 0
  const metrics = await serve((_request, response) => {
    response.end(figures(5e7).replace('1.5', String(seconds)))
    seconds += 5
  })
  const report = await check(url, ['metrics'], {metrics: `${metrics}/metrics`, rate: 100, duration: 300})
  expect(faults(report)).toEqual([expect.stringMatching(/of a processor at 100\/s; 25 % are allowed/)])
})

/** Serves so many in a second, and some at once; what becomes of the rest is the question. */
async function limited(rate: number, rest: 'refuse' | 'break' | 'collapse'): Promise<string> {
  const depth = 40
  let tokens = depth
  let filledAt = performance.now()
  return serve((request, response) => {
    const now = performance.now()
    tokens = Math.min(depth, tokens + ((now - filledAt) / 1000) * rate)
    filledAt = now
    if (tokens >= 1) {
      tokens--
      return json(response, 200, {data: []})
    }
    if (rest === 'break') return request.socket.destroy()
    const refuse = () => failure(response, 503, 'SERVICE_UNAVAILABLE', {headers: {'retry-after': '1'}})
    if (rest === 'collapse') return setTimeout(refuse, 1500)
    refuse()
  })
}

test.each<['refuse' | 'break' | 'collapse', string, RegExp]>([
  ['refuse', 'pass', /^good: At 200\/s every request is served or refused/],
  ['break', 'fail', /^bad: At 200\/s .* of the requests are neither served nor refused/],
  ['collapse', 'fail', /^bad: At 200\/s refusals take .* at p95; 250 ms are allowed/],
])('too much load, and the rest is left to %s: %s', async (rest, outcome, message) => {
  await calmly(async () => {
    const report = await check(await limited(130, rest), ['overload'], {rate: 100, duration: 1500})
    expect(report.outcome, observations(report).join('\n')).toBe(outcome)
    expect(observations(report)).toContainEqual(expect.stringMatching(message))
  })
})

test('what cannot even serve its usual load is not loaded twice as much', async () => {
  const report = await check(await limited(20, 'refuse'), ['overload'], {rate: 100, duration: 1500})
  expect(observations(report)).toEqual([expect.stringMatching(/^doubtful: At 100\/s only .* are served/)])
})

test('a rate limiter that refuses a check makes it doubtful, not bad', async () => {
  let asked = 0
  const url = await serve((_request, response) =>
    asked++ < 2 ? json(response, 200, {data: []}) : failure(response, 429, 'RATE_LIMIT_EXCEEDED'),
  )
  const report = await check(url, ['errors'])
  expect(report.outcome).toBe('inconclusive')
  expect(observations(report)).toEqual([expect.stringMatching(/^doubtful: The rate limiter refused the check \(429\)/)])
  await expect(check(url, ['errors'])).rejects.toThrow(/The rate limiter refuses the caller already \(429\)/)
})

test('a connection that is closed makes a check doubtful, and the others go on', async () => {
  const url = await serve((request, response) => {
    if (request.url?.includes('%E0')) return request.socket.destroy()
    if (request.url === '/orders' && request.method === 'GET') return json(response, 200, {data: []})
    failure(response, request.method === 'GET' ? 404 : 405, 'ROUTE_NOT_FOUND')
  })
  const {lines, outcome} = await check(url, ['errors', 'headers'])
  expect(outcome).toBe('fail')
  expect(lines?.[0]).toMatchObject({mark: 'doubtful', text: 'errors: 3 of 4 as it should be'})
  expect(lines?.[0]?.details).toEqual([expect.stringMatching(/^It broke off: a request got no answer \(ECONNRESET\)/)])
  expect(lines?.[1]?.text).toMatch(/^headers: /)
})

test('a gateway that goes away in the middle ends what is measured, and is told', async () => {
  let asked = 0
  const url = await serve((request, response) => {
    if (asked++ > 30) request.socket.destroy()
    else json(response, 200, {data: []})
  })
  const report = await check(url, ['limits'], {limit: '100/s', burst: 20})
  expect(report.outcome).toBe('inconclusive')
  expect(observations(report)).toEqual([expect.stringMatching(/^doubtful: It broke off: a request got no answer/)])
})

test('what needs something that was not given is named when all are wanted', async () => {
  const {lines, outcome} = await check(await serve(orders), [], {destructive: false, duration: 200})
  expect(outcome).toBe('fail')
  const rest = lines?.at(-1)
  expect(rest?.text).toMatch(/^Not tried: \d+ checks$/)
  expect(rest?.details).toContain('overhead: needs --direct URL of the service behind the gateway')
  expect(rest?.details).toContain('limits: needs --destructive')
  expect(rest?.details).toContain('locking: needs --contract FILE')
})

test('what looks like production, and more than a target may be sent, is refused before anything is sent', async () => {
  const prod = {url: 'http://192.0.2.8'}
  const slow = {url: 'http://192.0.2.7', limits: {rate: 150}}
  const circumstances = {targets: {prod, slow}}
  await expect(check('slow', ['overhead'], {rate: 200}, circumstances)).rejects.toThrow(/at most 150\/s/)
  await expect(check('slow', ['overload'], {rate: 100}, circumstances)).rejects.toThrow(/would have 200\/s/)
  await expect(check('slow', ['limits'], {rate: 1, limit: '200/s', burst: 5}, circumstances)).rejects.toThrow(
    /would have 300\/s/,
  )
  await expect(check('prod', ['auth'], {}, circumstances)).rejects.toThrow(/looks like production/)
  const local = {production: 'elsewhere.example.com'}
  await expect(check(await serve(orders), ['auth'], local)).rejects.toThrow(/is not the host of this target/)
})
