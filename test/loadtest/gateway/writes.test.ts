import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, describe, expect, test} from 'vitest'
import {check, closeServers, failure, faults, json, observations, serve} from './check.js'

afterEach(closeServers)

/** What a service does wrong about what is written. */
type Fault =
  | 'large'
  | 'any-type'
  | 'broken-as-500'
  | 'wrong-taken'
  | 'no-field'
  | 'key-ignored'
  | 'key-any-body'
  | 'key-race'
  | 'lost-update'
  | 'blind-update'
  | 'no-details'
  | 'job-for-all'
  | 'job-stuck'
  | 'no-location'
  | 'no-deprecation'
  | 'other-day'
  | 'not-gone'

const contractText = (mark = '', schema = '') => `
openapi: 3.1.0
info: {title: Orders, version: '1'}
paths:
  /orders:
    get: {responses: {'200': {description: ok}}}
    post:
      ${mark}
      parameters: [{name: Idempotency-Key, in: header, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/New'}}}}
      responses: {'201': {description: made}, '202': {description: begun}}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {responses: {'200': {description: ok}}}
    patch:
      ${mark}
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Change'}}}}
      responses: {'200': {description: ok}}
    delete:
      ${mark}
      responses: {'204': {description: gone}}
  /old: {get: {deprecated: true, x-deprecated-at: '2026-01-01', x-sunset: '2099-06-30', responses: {'200': {description: ok}}}}
  /gone: {get: {deprecated: true, x-sunset: '2020-01-01', responses: {'200': {description: ok}}}}
components:
  schemas:
    New: {type: object, additionalProperties: false, required: [name], properties: {name: {type: string, maxLength: 100}, count: {type: integer}${schema}}}
    Change: {type: object, properties: {version: {type: integer}, name: {type: string, maxLength: 100}}}
`

function contract(mark = 'x-loadtest: safe', schema = ''): string {
  const file = join(mkdtempSync(join(tmpdir(), 'mesh-writes-')), 'openapi.yaml')
  writeFileSync(file, contractText(mark, schema))
  return file
}

interface Order {
  readonly id: string
  readonly name: string
  readonly version: number
}

/** A service that is right but for its faults, with what it has kept. */
async function service(...wrong: Fault[]) {
  const has = (fault: Fault) => wrong.includes(fault)
  const orders = new Map<string, Order>()
  const keys = new Map<string, {body: string; id: string}>()
  const jobs = new Map<string, {owner: string; looks: number}>()
  const create = (response: Parameters<typeof json>[0], name: string, id: string = crypto.randomUUID()) => {
    const order = orders.get(id) ?? {id, name, version: 1}
    orders.set(id, order)
    json(response, 201, {data: order, meta: {}}, {location: `/orders/${id}`})
  }
  const url = await serve(async (request, response, sent) => {
    const path = request.url ?? '/'
    const caller = request.headers.authorization
    if (caller === undefined) return failure(response, 401, 'AUTHENTICATION_REQUIRED')
    if (path === '/old') {
      const sunset = has('other-day') ? 'Sat, 01 Jan 2050 00:00:00 GMT' : 'Tue, 30 Jun 2099 00:00:00 GMT'
      const headers = {deprecation: '@1767225600', sunset, link: '</new>; rel="successor-version"'}
      return json(response, 200, {data: {}}, has('no-deprecation') ? {} : headers)
    }
    if (path === '/gone')
      return has('not-gone') ? json(response, 200, {data: {}}) : failure(response, 410, 'VERSION_SUNSET')
    if (request.method === 'GET' && path === '/orders') return json(response, 200, {data: [...orders.values()]})
    const [, job] = /^\/jobs\/(.*)$/.exec(path) ?? []
    if (job !== undefined) {
      const known = jobs.get(job)
      if (known === undefined || (known.owner !== caller && !has('job-for-all')))
        return failure(response, 404, 'JOB_NOT_FOUND')
      const isOver = known.looks++ >= 2 && !has('job-stuck')
      const status = has('job-stuck') && known.looks > 2 ? 'lost' : isOver ? 'completed' : 'processing'
      return json(response, 200, {data: {jobId: job, status, progress: isOver ? 100 : 50, ...(isOver && {result: {}})}})
    }
    const [, id] = /^\/orders\/(.*)$/.exec(path) ?? []
    const order = id === undefined ? undefined : orders.get(id)
    if (id !== undefined && order === undefined) return failure(response, 404, 'ORDER_NOT_FOUND')
    if (request.method === 'GET') return json(response, 200, {data: order}, {etag: `"${order?.version}"`})
    if (request.method === 'DELETE') {
      orders.delete(String(id))
      return response.writeHead(204).end()
    }
    if (sent.length > 10 * 1024 * 1024 && !has('large')) return failure(response, 413, 'PAYLOAD_TOO_LARGE')
    if (request.headers['content-type'] !== 'application/json' && !has('any-type'))
      return failure(response, 415, 'UNSUPPORTED_MEDIA_TYPE')
    let body: Record<string, unknown>
    try {
      body = JSON.parse(sent.toString())
    } catch {
      return has('broken-as-500')
        ? failure(response, 500, 'INTERNAL_ERROR')
        : failure(response, 400, 'MALFORMED_REQUEST')
    }
    if (typeof body['name'] !== 'string' && (order === undefined || body['name'] !== undefined) && !has('wrong-taken'))
      return failure(response, 422, 'VALIDATION_FAILED', has('no-field') ? {} : {field: 'name'})
    const name = String(body['name'])
    if (order !== undefined) {
      const {version} = order
      if (body['version'] === undefined && !has('blind-update'))
        return failure(response, 422, 'VALIDATION_FAILED', {field: 'version'})
      if (has('lost-update')) await new Promise(resolve => setTimeout(resolve, 20))
      if (body['version'] !== version && !has('lost-update') && body['version'] !== undefined) {
        const details = has('no-details') ? {} : {details: {expectedVersion: body['version'], currentVersion: version}}
        return failure(response, 409, 'VERSION_CONFLICT', details)
      }
      const next = {...order, name, version: version + 1}
      orders.set(order.id, next)
      return json(response, 200, {data: next})
    }
    if (request.headers['prefer'] === 'respond-async') {
      const jobId = crypto.randomUUID()
      jobs.set(jobId, {owner: caller, looks: 0})
      return json(
        response,
        202,
        {data: {jobId, status: 'pending'}},
        has('no-location') ? {} : {location: `/jobs/${jobId}`},
      )
    }
    const key = request.headers['idempotency-key']
    if (key === undefined || has('key-ignored')) return create(response, name)
    const known = keys.get(String(key))
    if (known && known.body !== sent.toString() && !has('key-any-body'))
      return failure(response, 422, 'IDEMPOTENCY_KEY_REUSED')
    if (known) return create(response, name, known.id)
    if (has('key-race')) await new Promise(resolve => setTimeout(resolve, 30))
    const made = crypto.randomUUID()
    keys.set(String(key), {body: sent.toString(), id: made})
    create(response, name, made)
  })
  return {url, orders}
}

const all = ['body-limits', 'idempotency', 'locking', 'jobs', 'sunset']
const other = {otherHeaders: ['Authorization: Bearer bob']}

test.each(all)('a service that does everything right passes %s, and nothing is left behind', async name => {
  const {url, orders} = await service()
  const report = await check(url, [name], {contract: contract(), ...other})
  expect(report.outcome, observations(report).join('\n')).toBe('pass')
  expect(observations(report).length).toBeGreaterThanOrEqual(3)
  expect(orders.size).toBe(0)
})

test.each<[Fault, string, RegExp]>([
  ['large', 'body-limits', /10 MB and a byte is answered with \d+ instead of 413/],
  ['large', 'body-limits', /in chunks is answered with \d+ instead of 413/],
  ['any-type', 'body-limits', /text in place of JSON is answered with 201 instead of 415/],
  ['broken-as-500', 'body-limits', /half of a body is answered with 500 instead of 400/],
  ['wrong-taken', 'body-limits', /with a wrong "name" is answered with 201 instead of 422/],
  ['no-field', 'body-limits', /no error has the "field" "name"/],
  ['key-ignored', 'idempotency', /with one key twice answers 201 and makes another thing/],
  ['key-any-body', 'idempotency', /with the key of another body is answered with 201 instead of 422/],
  ['key-race', 'idempotency', /5 times at once with one key makes 5 things/],
  ['lost-update', 'locking', /4 times at once from one version is done 4 times: changes are lost/],
  ['blind-update', 'locking', /Without a version it is answered with 200 instead of 422/],
  ['no-details', 'locking', /Its details have no "expectedVersion" and no "currentVersion"/],
  ['job-for-all', 'jobs', /Somebody else gets 200 for the job/],
  ['job-stuck', 'jobs', /The job is answered with 200 and the status "lost"/],
  ['no-location', 'jobs', /The answer has no "Location"/],
  ['no-deprecation', 'sunset', /is deprecated, and its answer has no "Deprecation"/],
  ['other-day', 'sunset', /"Sunset" of "GET \/old" is 2050-01-01, and 2099-06-30 in the contract/],
  ['not-gone', 'sunset', /"GET \/gone" is gone since 2020-01-01 and answers 200 instead of 410/],
])('%s is seen by %s: %s', async (wrong, name, message) => {
  const {url} = await service(wrong)
  const report = await check(url, [name], {contract: contract(), ...other})
  expect(report.outcome).toBe('fail')
  expect(faults(report)).toContainEqual(expect.stringMatching(message))
  expect(report.findings.every(({rule}) => rule === `loadtest/${name}`)).toBe(true)
})

describe('what may not be written', () => {
  test.each(['body-limits', 'idempotency', 'locking', 'jobs'])('is not written by %s, which says why', async name => {
    const {url, orders} = await service()
    const report = await check(url, [name], {contract: contract('')})
    expect(report.outcome).toBe('inconclusive')
    expect(observations(report)).toEqual([
      expect.stringMatching(/^doubtful: .*"x-loadtest: safe", or allow all with --allow-writes\.$/),
    ])
    expect(orders.size).toBe(0)
    const allowed = await check(url, [name], {contract: contract(''), writes: true, ...other})
    expect(allowed.outcome).toBe('pass')
  })

  test('is not tried without a contract', async () => {
    const {url} = await service()
    const report = await check(url, ['locking'])
    expect(observations(report)).toEqual(['doubtful: It was not tried: it needs --contract FILE.'])
  })

  test('is told where it was made and could not be deleted', async () => {
    const {url} = await service()
    const file = contract()
    writeFileSync(file, contractText('x-loadtest: safe').replace(/delete:\n\s+x-loadtest: safe/, 'delete:'))
    const report = await check(url, ['idempotency'], {contract: file})
    expect(observations(report).at(-1)).toMatch(
      /^good: Made for this and still there: \/orders\/[\w-]+, \/orders\/[\w-]+\.$/,
    )
  })
})
