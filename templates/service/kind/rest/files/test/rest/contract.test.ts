import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {contractOperations} from '../../src/platform/contract/contract-operation.js'
import {readContract} from '../../src/platform/contract/document.js'
import {sharedSchemas} from '../../src/platform/contract/schemas.js'
import {createValidators, sentences} from '../../src/platform/contract/validators.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {standardLimits} from '../../src/platform/outbound/call-limits.js'
import {createUpstream, type Upstream} from '../../src/platform/outbound/upstream.js'
import {createDirectory} from '../../src/upstreams/directory.js'
import {exampleWorkItems} from '../../src/work-items/example-work-items.js'
import {createMemoryWorkItemRepository} from '../../src/work-items/memory-work-item-repository.js'
import {readScope, writeScope} from '../scopes.js'
import {startService, type TestAnswer, type TestRequest, type TestService} from '../service.js'

// Every answer that the contract declares is provoked here and held against the contract by a validator of the test's
// own. An operation or a status that is new in the contract fails until it is provoked, too.

const contract = readContract(new URL('../../contracts/openapi.yaml', import.meta.url))
const operations = contractOperations(contract)
const validators = createValidators(sharedSchemas(contract))
const covered = new Set<string>()

/** Judges an answer and remembers that it was seen. */
function hold(operationId: string, status: number, {status: actual, headers, body}: TestAnswer): void {
  expect([operationId, actual, body?.errors]).toEqual([operationId, status, body?.errors])
  const operation = operations.find(each => each.operationId === operationId)
  const schema = operation?.responses.get(status)
  expect(schema, `${operationId} declares ${status}`).not.toBeUndefined()
  if (schema) {
    const validate = validators.body(schema)
    expect(validate(body) ? [] : sentences(validate.errors), `${operationId} ${status}`).toEqual([])
  } else {
    expect(body).toBeUndefined()
  }
  if (operation?.protection) {
    if (body) expect(headers.get('x-request-id')).toBe(body.meta.requestId)
    expect(headers.get('x-correlation-id')).toBeTruthy()
    if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    if (status < 300 || status === 429) {
      for (const name of ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']) {
        expect(Number.isInteger(Number(headers.get(name) ?? Number.NaN)), name).toBe(true)
      }
    }
    if (status === 401) expect(headers.get('www-authenticate')).toContain('Bearer')
  }
  covered.add(`${operationId} ${status}`)
}

const path = '/api/v1/work-items'
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
  ])('%s answers %i', async (operationId, status, address, request) => {
    hold(operationId, status, await service.send(address, request))
  })

  test.each(Object.entries(valid))('%s refuses callers it does not know, trust or understand', async (id, call) => {
    const [address, request] = call
    hold(id, 401, await service.send(address, {...request, scopes: null}))
    hold(id, 403, await service.send(address, {...request, scopes: []}))
    hold(id, 406, await service.send(address, {...request, headers: {accept: 'text/html, application/json;q=0'}}))
  })

  test.each(Object.entries(valid))('%s answers what it promises', async (id, [address, request]) => {
    const success = {createWorkItem: 201, deleteWorkItem: 204}[id] ?? 200
    hold(id, success, await service.send(address, request))
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
    const service = await start({repository})
    for (const [id, [address, request]] of Object.entries(valid)) {
      const answer = await service.send(address, request)
      hold(id, 500, answer)
      expect(answer.body.errors).toHaveLength(1)
      expect(answer.body.errors[0]).toMatchObject({code: 'INTERNAL_ERROR', severity: 'high', retryable: false})
      expect(JSON.stringify(answer.body)).not.toMatch(/SELECT|srv|db\.ts/)
    }
    const ready = await service.send('/ready', {scopes: null})
    expect(ready.body.checks).toEqual({storage: {status: 'unhealthy', error: 'CHECK_FAILED'}})
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
      logger: createLogger({service: 'test', version: '0', level: 'silent'}),
      limits: {
        ...standardLimits,
        total: 3000,
        perTry: 1000,
        retries: 0,
        trip: {...standardLimits.trip, consecutive: 2},
      },
    })
    service = await startService({directory: createDirectory(upstream)})
  })
  afterAll(async () => {
    await service.close()
    server.closeAllConnections()
    server.close()
    await upstream.close()
  })

  const create = (headers: Readonly<Record<string, string>> = {}) =>
    service.send(path, {method: 'POST', body: {name: 'Owned', ownerId: 'm-1'}, headers})

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

  test('says 502 for nonsense, 504 for silence, and then 503 at once', async () => {
    behave = 'break'
    hold('createWorkItem', 502, await create())
    behave = 'hang'
    hold('createWorkItem', 504, await create())
    const open = await create()
    hold('createWorkItem', 503, open)
    expect(open.body.errors[0]).toMatchObject({code: 'CIRCUIT_OPEN', retryable: true})
    expect(Number(open.headers.get('retry-after'))).toBeGreaterThan(20)
  })
})

test('every answer that the contract declares was seen', () => {
  const declared = operations.flatMap(({operationId, responses}) =>
    [...responses.keys()].map(status => `${operationId} ${status}`),
  )
  expect([...covered].sort()).toEqual(declared.sort())
})
