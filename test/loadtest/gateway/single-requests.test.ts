import {createHmac, randomUUID} from 'node:crypto'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {gzipSync} from 'node:zlib'
import {afterEach, describe, expect, test} from 'vitest'
import {gatewayChecks} from '../../../src/loadtest/gateway/checks.js'
import {check as checkOf, closeServers, serve} from './check.js'

afterEach(closeServers)

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signed = (text: string) => createHmac('sha256', 'a secret of the test').update(text).digest('base64url')
const unsigned = `${part({alg: 'HS512', typ: 'JWT'})}.${part({sub: 'ann', exp: 4_000_000_000})}`
const token = `Bearer ${unsigned}.${signed(unsigned)}`
const other = `${part({alg: 'HS512', typ: 'JWT'})}.${part({sub: 'bob', exp: 4_000_000_000})}`
const otherToken = `Bearer ${other}.${signed(other)}`

/** What a gateway does wrong, by the name of the check that is to see it. */
type Fault =
  | 'auth-alg'
  | 'auth-path'
  | 'auth-spoof'
  | 'ids-lost'
  | 'ids-mixed'
  | 'stack'
  | 'plain'
  | 'headers'
  | 'cors-echo'
  | 'encoding'
  | 'cache'
  | 'page-twice'
  | 'limit-any'
  | 'graphql-any'
  | 'no-limit'
  | 'walk-around'
  | 'shared-limit'
  | 'half-limit'
  | 'metrics'

/** A gateway in one function, right but for its faults. */
async function gateway(...faults: Fault[]): Promise<string> {
  const has = (fault: Fault) => faults.includes(fault)
  const windows = new Map<string, {calls: number; limit: number; endsAt?: number}>()
  let lastId = ''
  return serve(async (request, response, body) => {
    const {pathname, searchParams} = new URL(request.url ?? '/', 'http://gateway')
    const id = String(request.headers['x-request-id'] ?? randomUUID())
    const shown = has('ids-mixed') && lastId !== '' ? lastId : id
    lastId = id
    const {origin} = request.headers
    if (!has('headers')) {
      response.setHeader('x-content-type-options', 'nosniff')
      response.setHeader('x-frame-options', 'DENY')
      response.setHeader('content-security-policy', "default-src 'none'")
    } else response.setHeader('x-powered-by', 'Express')
    if (!has('ids-lost')) response.setHeader('x-request-id', shown)
    if (request.headers['x-correlation-id']) response.setHeader('x-correlation-id', request.headers['x-correlation-id'])
    const allowed = origin === 'https://app.example.com' || (has('cors-echo') && origin !== undefined)
    if (allowed) {
      response.setHeader('access-control-allow-origin', origin ?? '')
      response.setHeader('access-control-allow-methods', 'GET,PATCH')
      response.setHeader('access-control-allow-headers', 'x-request-id,content-type')
    }
    response.setHeader('vary', 'origin, accept-encoding')
    if (request.method === 'OPTIONS') return send(request, response, allowed ? 204 : 403)
    const meta = {requestId: shown}
    const error = (status: number, code: string, more: object = {}) =>
      send(request, response, status, {
        errors: [{code, message: code, severity: 'low', retryable: false, ...more}],
        meta,
      })
    if (pathname === '/health' || pathname === '/ready') return send(request, response, 200, {status: 'ok'})
    if (pathname === '/metrics')
      return has('metrics') ? send(request, response, 200, {}) : error(404, 'ROUTE_NOT_FOUND')
    if (pathname === '/graphql') return graphql(body, request, response, has('graphql-any'))
    const isOrders = pathname === '/orders'
    if (has('auth-path') && request.url?.endsWith('/public')) return send(request, response, 200, {data: [], meta})
    if (!isOrders && has('plain')) return response.writeHead(404, {'content-type': 'text/plain'}).end('Not found')
    if (!isOrders)
      return error(
        404,
        'ROUTE_NOT_FOUND',
        has('stack') ? {details: {stack: 'Error\n    at get (/app/src/get.js:1:2)'}} : {},
      )
    if (request.method !== 'GET') return error(405, 'METHOD_NOT_ALLOWED')
    if (!isKnown(request, has('auth-alg'), has('auth-spoof')) && !has('cache')) return error(401, 'UNAUTHORIZED')
    const named = has('shared-limit') ? 'all' : String(request.headers.authorization)
    const caller = has('walk-around') ? String(request.headers['x-forwarded-for'] ?? named) : named
    const known = windows.get(caller) ?? {calls: 0, limit: 400}
    const isOver = known.endsAt !== undefined && performance.now() >= known.endsAt
    const window = isOver ? {calls: 0, limit: has('half-limit') ? 300 : 400} : known
    windows.set(caller, window)
    response.setHeader('ratelimit', `limit=400, remaining=${window.limit - window.calls}, reset=1`)
    if (!has('no-limit') && window.calls >= window.limit) {
      // The window ends a second after somebody has met its end, however slow the machine is.
      window.endsAt ??= performance.now() + 1000
      response.setHeader('retry-after', '1')
      return error(429, 'RATE_LIMIT_EXCEEDED')
    }
    window.calls++
    const limit = Number(searchParams.get('limit') ?? 20)
    if (!has('limit-any') && !(limit >= 1 && limit <= 100)) return error(422, 'VALIDATION_FAILED')
    const page = Number(searchParams.get('page') ?? 1)
    const all = Array.from({length: 7}, (_, index) => ({id: `${index}`}))
    const from = (page - 1) * limit - (has('page-twice') && page > 1 ? 1 : 0)
    const pagination = {page, limit, total: 7, hasNext: page * limit < 7, hasPrev: page > 1}
    response.setHeader('cache-control', has('cache') ? 'public, max-age=60' : 'private, no-store')
    if (has('encoding')) response.setHeader('content-encoding', 'gzip')
    send(request, response, 200, {data: all.slice(from, from + limit), meta: {...meta, pagination}}, has('encoding'))
  })
}

function isKnown({headers}: IncomingMessage, anyAlgorithm: boolean, claims: boolean): boolean {
  if (claims && headers['x-user-id'] !== undefined) return true
  const [, header = '', payload = '', signature = ''] =
    /^Bearer (.*?)\.(.*?)\.(.*)$/.exec(headers.authorization ?? '') ?? []
  if (anyAlgorithm && Buffer.from(header, 'base64url').toString().includes('"none"')) return true
  return signature === signed(`${header}.${payload}`)
}

function graphql(sent: Buffer, request: IncomingMessage, response: ServerResponse, any: boolean): void {
  const body: unknown = request.method === 'POST' ? JSON.parse(sent.toString()) : []
  const query = typeof body === 'object' && body !== null && 'query' in body ? String(body.query) : ''
  const isSmall = query === '{ __typename }'
  if (any || isSmall) send(request, response, 200, {data: {__typename: 'Query'}})
  else send(request, response, request.method === 'GET' ? 405 : 200, {errors: [{message: 'Too much.'}], data: null})
}

function send(request: IncomingMessage, response: ServerResponse, status: number, body?: object, lie = false): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/json')
  const text = body === undefined ? '' : JSON.stringify(body)
  const zip = !lie && text !== '' && request.headers['accept-encoding'] === 'gzip'
  if (zip) response.setHeader('content-encoding', 'gzip')
  response.end(zip ? gzipSync(text) : text)
}

const check = (url: string, checks: readonly string[], more: object = {}) =>
  checkOf(url, checks, {
    headers: [`Authorization: ${token}`],
    otherHeaders: [`Authorization: ${otherToken}`],
    origin: 'https://app.example.com',
    graphql: '/graphql',
    duration: 500,
    ...more,
  })

/** What asks single questions, and the limiter. */
const single = gatewayChecks.filter(({measures, needs}) => measures === undefined && needs === undefined)

test('a gateway that does everything right passes every check, and each of them has seen something', async () => {
  const names = [...single.map(({name}) => name), 'limits']
  const report = await check(await gateway(), names)
  expect(report.findings).toEqual([])
  expect(report.outcome).toBe('pass')
  expect(report.lines).toHaveLength(names.length)
  for (const {text} of report.lines ?? []) expect(text).toMatch(/: ([1-9]\d*) of \1 as it should be/)
}, 30_000)

describe('what a gateway does wrong is seen', () => {
  test.each<[Fault, string, RegExp]>([
    ['auth-alg', 'auth', /with "alg": "none" is answered with 200 instead of 401/],
    ['auth-path', 'auth', /\/orders\/public" without credentials is answered with 200: a way around/],
    ['auth-spoof', 'auth', /with X-User-ID and X-User-Roles instead of credentials is answered with 200/],
    ['ids-lost', 'ids', /"x-request-id" comes back as nothing/],
    ['ids-mixed', 'ids', /of 50 requests at once get another id back/],
    ['stack', 'errors', /A path that nobody knows is answered with 404 and tells a stack/],
    ['plain', 'errors', /A path that nobody knows is answered with 404, but its body is no JSON\.$/],
    ['headers', 'headers', /"x-content-type-options" of an answer is missing/],
    ['headers', 'headers', /"x-powered-by" of an error tells the software: "Express"/],
    ['cors-echo', 'cors', /Origin "https:\/\/stranger.example" is allowed/],
    ['encoding', 'compression', /Who takes no compression gets "gzip"/],
    ['encoding', 'compression', /Who takes "gzip" gets gzip, but the body is no such thing/],
    ['cache', 'cache-leak', /may be kept for everybody: "Cache-Control: public, max-age=60"/],
    ['cache', 'cache-leak', /answers 200 to somebody without credentials/],
    ['page-twice', 'pagination', /Entry "1" of "\/orders" is on page 1 and on page 2/],
    ['limit-any', 'pagination', /limit=101" is answered with 200 instead of 422/],
    ['graphql-any', 'graphql-limits', /A batch of 100 is answered with 200/],
    ['no-limit', 'limits', /were all let in: no limit was met/],
    ['walk-around', 'limits', /With another "x-forwarded-for" the caller is let in again/],
    ['shared-limit', 'limits', /Another caller is refused, too/],
    ['half-limit', 'limits', /^300 requests were let in then.*400 in 60 s is the limit of its headers \(25 % off\)/],
    ['metrics', 'health', /"\/metrics" can be read from here/],
  ])(
    '%s by %s: %s',
    async (fault, name, message) => {
      const {outcome, findings} = await check(await gateway(fault), [name])
      expect(outcome).toBe('fail')
      expect(findings.map(finding => finding.message)).toContainEqual(expect.stringMatching(message))
      expect(findings.every(({rule}) => rule === `loadtest/${name}`)).toBe(true)
      const shown = JSON.stringify(findings)
      expect(shown, 'no secret is told').not.toContain(token.slice(7))
    },
    30_000,
  )
})

describe('mistakes of the caller', () => {
  test('an unknown check, a destructive one that is not allowed, no path that answers', async () => {
    const url = await gateway()
    await expect(check(url, ['ath'])).rejects.toThrow('There is no check "ath". Did you mean "auth"?')
    await expect(check(url, ['limits'], {destructive: false})).rejects.toThrow('uses up a limit that others may share')
    await expect(check(url, [], {headers: []})).rejects.toThrow('No path answers with success')
    await expect(check('http://example.com', [])).rejects.toThrow(/may not be|example\.com/)
  })

  test('what cannot be tried is told, and is no success of that check', async () => {
    const {lines} = await check(await gateway(), ['cors', 'graphql-limits'], {origin: undefined, graphql: undefined})
    expect(lines?.map(({mark}) => mark)).toEqual(['doubtful', 'doubtful'])
  })
})
