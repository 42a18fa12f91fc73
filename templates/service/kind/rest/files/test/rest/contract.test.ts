import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createMemoryIdempotencyStore} from '../../src/platform/idempotency/memory-idempotency-store.js'
import {createMemoryJobQueue} from '../../src/platform/jobs/memory-job-queue.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {standardLimits} from '../../src/platform/outbound/call-limits.js'
import {createUpstream, type Upstream} from '../../src/platform/outbound/upstream.js'
import {createDirectory} from '../../src/upstreams/directory.js'
import {exampleWorkItems} from '../../src/work-items/example-work-items.js'
import {createMemoryWorkItemRepository} from '../../src/work-items/memory-work-item-repository.js'
import {coverage, hold} from '../hold.js'
import {readScope, writeScope} from '../scopes.js'
import {startService, type TestAnswer, type TestRequest, type TestService} from '../service.js'

// Every answer that the contract declares is provoked here and held against the contract by a validator of the test's
// own. An operation or a status that is new in the contract fails until it is provoked, too.

const logger = createLogger({service: 'test', version: '0', level: 'silent'})
const path = '/api/v1/work-items'
const imports = '/api/v1/work-item-imports'
const job = '/api/v1/jobs/00000000-0000-4000-8000-000000000009'
const [example] = exampleWorkItems
const one = `${path}/${example?.id}`
const tooLong = `${path}/${'x'.repeat(65)}`
const json = {'content-type': 'application/json'}

/** One valid call of each protected operation. */
const valid: Readonly<Record<string, readonly [string, TestRequest]>> = {
  listWorkItems: [path, {}],
  createWorkItem: [path, {method: 'POST', body: {name: 'Valid'}}],
  getWorkItem: [one, {}],
  updateWorkItem: [one, {method: 'PATCH', body: {version: 1, name: 'Valid'}}],
  deleteWorkItem: [`${path}/00000000-0000-4000-8000-000000000002`, {method: 'DELETE'}],
  importWorkItems: [imports, {method: 'POST', body: {items: [{name: 'Valid'}]}}],
  getJob: [job, {}],
  cancelJob: [job, {method: 'DELETE'}],
}

describe('the service as it should be', () => {
  let service: TestService
  beforeAll(async () => {
    service = await startService({environment: {BODY_LIMIT: '2000'}})
  })
  afterAll(() => service.close())

  test.each<[string, number, string, TestRequest]>([
    ['getHealth', 200, '/health', {scopes: null}],
    ['getReadiness', 200, '/ready', {scopes: null}],
    ['listWorkItems', 400, `${path}?limit=many`, {}],
    ['listWorkItems', 422, `${path}?limit=0`, {}],
    ['createWorkItem', 400, path, {method: 'POST', body: '{"name": '}],
    ['createWorkItem', 413, path, {method: 'POST', body: {name: 'x'.repeat(3000)}}],
    ['createWorkItem', 415, path, {method: 'POST', body: 'name=x', headers: {'content-type': 'text/plain'}}],
    ['createWorkItem', 422, path, {method: 'POST', body: {name: 'x', colour: 'red'}}],
    ['getWorkItem', 304, one, {headers: {'if-none-match': '"1"'}}],
    ['getWorkItem', 400, `${path}/%zz`, {}],
    ['getWorkItem', 404, `${path}/nobody`, {}],
    ['getWorkItem', 422, tooLong, {}],
    ['updateWorkItem', 400, one, {method: 'PATCH', body: 'null and void'}],
    ['updateWorkItem', 404, `${path}/nobody`, {method: 'PATCH', body: {version: 1}}],
    ['updateWorkItem', 409, one, {method: 'PATCH', body: {version: 77}}],
    ['updateWorkItem', 412, one, {method: 'PATCH', body: {name: 'x'}, headers: {'if-match': '"77"'}}],
    ['updateWorkItem', 413, one, {method: 'PATCH', body: {version: 1, description: 'x'.repeat(3000)}}],
    ['updateWorkItem', 415, one, {method: 'PATCH', body: '<name/>', headers: {'content-type': 'application/xml'}}],
    ['updateWorkItem', 422, one, {method: 'PATCH', body: {name: 'no version'}}],
    ['deleteWorkItem', 400, `${path}/%zz`, {method: 'DELETE'}],
    ['deleteWorkItem', 404, `${path}/nobody`, {method: 'DELETE'}],
    ['deleteWorkItem', 412, one, {method: 'DELETE', headers: {'if-match': '"77"'}}],
    ['deleteWorkItem', 422, tooLong, {method: 'DELETE'}],
    ['importWorkItems', 400, imports, {method: 'POST', body: '['}],
    ['importWorkItems', 413, imports, {method: 'POST', body: {items: [{name: 'x'.repeat(3000)}]}}],
    ['importWorkItems', 415, imports, {method: 'POST', body: 'a,b', headers: {'content-type': 'text/csv'}}],
    ['importWorkItems', 422, imports, {method: 'POST', body: {items: []}}],
    ['getJob', 400, '/api/v1/jobs/%zz', {}],
    ['getJob', 404, job, {}],
    ['getJob', 422, `/api/v1/jobs/${'x'.repeat(65)}`, {}],
    ['cancelJob', 400, '/api/v1/jobs/%zz', {method: 'DELETE'}],
    ['cancelJob', 404, job, {method: 'DELETE'}],
    ['cancelJob', 422, `/api/v1/jobs/${'x'.repeat(65)}`, {method: 'DELETE'}],
  ])('%s answers %i', async (operationId, status, address, request) => {
    hold(operationId, status, await service.send(address, request))
  })

  test.each(Object.entries(valid))('%s refuses callers it does not know, trust or understand', async (id, call) => {
    const [address, request] = call
    hold(id, 401, await service.send(address, {...request, scopes: null}))
    hold(id, 403, await service.send(address, {...request, scopes: []}))
    hold(id, 406, await service.send(address, {...request, headers: {accept: 'text/html, application/json;q=0'}}))
  })

  test.each(Object.entries(valid).filter(([, [address]]) => address !== job))(
    '%s answers what it promises',
    async (id, [address, request]) => {
      const success = {createWorkItem: 201, deleteWorkItem: 204}[id] ?? 200
      hold(id, success, await service.send(address, request))
    },
  )

  test('a job is accepted, is over at some time, and can not be cancelled then', async () => {
    const start = async () => {
      const body = {items: [{name: 'Later'}]}
      const accepted = await service.send(imports, {method: 'POST', body, headers: {prefer: 'respond-async'}})
      hold('importWorkItems', 202, accepted)
      return accepted.headers.get('location') ?? ''
    }
    const location = await start()
    let state: TestAnswer
    do {
      state = await service.send(location)
      hold('getJob', 200, state)
    } while (state.body.data.status !== 'completed')
    hold('cancelJob', 409, await service.send(location, {method: 'DELETE'}))
  })

  test('a service that is about to stop is not ready', async () => {
    service.readiness.drain()
    hold('getReadiness', 503, await service.send('/ready', {scopes: null}))
    expect((await service.send('/health', {scopes: null})).status).toBe(200)
  })
})

describe('a service in trouble', () => {
  const services: TestService[] = []
  const start = async (options: Parameters<typeof startService>[0]) => {
    const service = await startService(options)
    services.push(service)
    return service
  }
  afterAll(async () => {
    for (const service of services) await service.close()
  })

  test('limits every operation', async () => {
    const service = await start({environment: {RATE_LIMIT_API: '1/60'}})
    for (const [id, [address, call]] of Object.entries(valid)) {
      // Each caller has a count of its own.
      const authorization = `Bearer ${await service.token([readScope, writeScope], id)}`
      const request = {...call, headers: {authorization}}
      await service.send(address, request)
      const refused = await service.send(address, request)
      hold(id, 429, refused)
      expect(refused.body.errors[0]).toMatchObject({
        code: 'RATE_LIMIT_EXCEEDED',
        retryable: true,
        details: {limit: 1, windowSeconds: 60},
      })
    }
  })

  test('tells nothing of what broke', async () => {
    const broken = createMemoryWorkItemRepository()
    const fail = async () => {
      throw new Error('SELECT * FROM secrets at /srv/db.ts')
    }
    const repository = {...broken, list: fail, find: fail, insert: fail, remove: fail, check: fail}
    const idempotencyKeys = {...createMemoryIdempotencyStore(), begin: fail}
    const jobs = {...createMemoryJobQueue({logger}), find: fail}
    const service = await start({repository, idempotencyKeys, jobs})
    for (const [id, [address, request]] of Object.entries(valid)) {
      // Of many, each has errors of its own; what breaks all of them is the key.
      const headers = {'idempotency-key': '1'}
      const answer = await service.send(address, id === 'importWorkItems' ? {...request, headers} : request)
      hold(id, 500, answer)
      expect(answer.body.errors).toHaveLength(1)
      expect(answer.body.errors[0]).toMatchObject({code: 'INTERNAL_ERROR', severity: 'high', retryable: false})
      expect(JSON.stringify(answer.body)).not.toMatch(/SELECT|srv|db\.ts/)
    }
    const ready = await service.send('/ready', {scopes: null})
    expect(ready.body.checks.storage).toEqual({status: 'unhealthy', error: 'CHECK_FAILED'})
  })

  test('says that it can not check tokens instead of turning everybody away', async () => {
    const service = await start({
      environment: {JWKS_URL: 'http://127.0.0.1:1/jwks.json', JWT_ISSUER: 'issuer', JWT_AUDIENCE: 'audience'},
    })
    for (const [id, [address, request]] of Object.entries(valid)) {
      const answer = await service.send(address, request)
      hold(id, 503, answer)
      expect(answer.body.errors[0].code).toBe('AUTHZ_UNAVAILABLE')
    }
  })
})

describe('a service whose directory is in trouble', () => {
  let server: Server
  let upstream: Upstream
  let service: TestService
  let behave: 'break' | 'hang' | 'wait' = 'break'
  let arrived: () => void = () => {}
  let goOn: () => void = () => {}
  beforeAll(async () => {
    server = createServer((_request, response) => {
      if (behave === 'break') response.writeHead(500).end('{"oops":')
      if (behave === 'wait') {
        arrived()
        goOn = () => void response.writeHead(200, json).end('{"data": {}, "meta": {}}')
      }
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    upstream = createUpstream({
      name: 'directory',
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      service: 'test',
      metrics: createMetrics(),
      logger,
      limits: {
        ...standardLimits,
        total: 3000,
        perTry: 1000,
        retries: 0,
        trip: {...standardLimits.trip, consecutive: 2},
      },
    })
    service = await startService({
      directory: createDirectory(upstream),
      environment: {JOBS_AT_ONCE: '1', JOBS_WAITING: '1'},
    })
  })
  afterAll(async () => {
    await service.close()
    server.closeAllConnections()
    server.close()
    await upstream.close()
  })

  const importOne = (headers: Readonly<Record<string, string>> = {}) =>
    service.send(imports, {method: 'POST', body: {items: [{name: 'Owned', ownerId: 'm-1'}]}, headers})
  const create = (headers: Readonly<Record<string, string>> = {}, ownerId = 'm-1') =>
    service.send(path, {method: 'POST', body: {name: 'Owned', ownerId}, headers})

  test('says 409 while the first request of a key is under way', async () => {
    behave = 'wait'
    const waiting = new Promise<void>(resolve => {
      arrived = resolve
    })
    const first = create({'idempotency-key': 'twice'})
    await waiting
    hold('createWorkItem', 409, await create({'idempotency-key': 'twice'}))
    goOn()
    hold('createWorkItem', 201, await first)
  })

  test('keeps keys and jobs of many at once, as long as there is room', async () => {
    behave = 'wait'
    const wait = () =>
      new Promise<void>(resolve => {
        arrived = resolve
      })
    const waiting = wait()
    const first = importOne({'idempotency-key': 'many'})
    await waiting
    hold('importWorkItems', 409, await importOne({'idempotency-key': 'many'}))
    goOn()
    hold('importWorkItems', 200, await first)
    const working = wait()
    const later = {prefer: 'respond-async'}
    const running = (await importOne(later)).headers.get('location') ?? ''
    await working
    await importOne(later)
    hold('importWorkItems', 503, await importOne(later))
    const next = wait()
    hold('cancelJob', 200, await service.send(running, {method: 'DELETE'}))
    await next
    goOn()
  })

  test('says 502 for nonsense, 504 for silence, and then 503 at once', async () => {
    behave = 'break'
    hold('createWorkItem', 502, await create({}, 'm-2'))
    behave = 'hang'
    hold('createWorkItem', 504, await create({}, 'm-2'))
    const open = await create({}, 'm-2')
    hold('createWorkItem', 503, open)
    expect(open.body.errors[0]).toMatchObject({code: 'CIRCUIT_OPEN', retryable: true})
    expect(Number(open.headers.get('retry-after'))).toBeGreaterThan(20)
  })

  test('takes whom it knows for a member all the same, and says so', async () => {
    const told = [{code: 'STALE_CACHE', message: expect.stringContaining('can not answer'), field: 'ownerId'}]
    const created = await create()
    hold('createWorkItem', 201, created)
    expect(created.body).toMatchObject({data: {ownerId: 'm-1'}, warnings: told})
    const imported = await importOne()
    hold('importWorkItems', 200, imported)
    expect(imported.body).toMatchObject({data: {created: 1}, warnings: told})
  })
})

test('every answer that the contract declares was seen', () => {
  const {declared, seen} = coverage('work-items', 'jobs', 'health')
  expect(seen).toEqual(declared)
})
