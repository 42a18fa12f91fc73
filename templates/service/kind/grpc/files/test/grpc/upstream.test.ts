import {credentials, type Metadata, Server, ServerCredentials, type ServiceError, status as Status} from '@grpc/grpc-js'
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest'
import {createContext, runInContext} from '../../src/platform/context/request-context.js'
import {ApiError} from '../../src/platform/errors/api-error.js'
import {readGrpcContract} from '../../src/platform/grpc/contract.js'
import {createGrpcUpstream, type GrpcUpstream} from '../../src/platform/grpc/grpc-upstream.js'
import {statusOf} from '../../src/platform/grpc/status.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {standardLimits} from '../../src/platform/outbound/call-limits.js'
import {serviceName} from './client.js'

type Behaviour = (call: number) => Partial<ServiceError> | 'answer' | 'silence'

const folder = new URL('../../contracts/', import.meta.url)
const contract = readGrpcContract(folder, ['example/work_items/v1/work_item_service.proto']).service(serviceName)
const metrics = createMetrics()
const logger = createLogger({service: 'test', version: '0', level: 'silent'})
const server = new Server()
let behaviour: Behaviour
let calls: {readonly metadata: Metadata; readonly deadline: number; cancelled: boolean}[] = []
let upstream: GrpcUpstream
let address: string

beforeAll(async () => {
  const answer = (call: Message, done: (error: Partial<ServiceError> | null, answer?: object) => void) => {
    const seen = {metadata: call.metadata, deadline: Number(call.getDeadline()), cancelled: false}
    calls.push(seen)
    call.on('cancelled', () => {
      seen.cancelled = true
    })
    const next = behaviour(calls.length)
    if (next === 'answer') done(null, {workItem: {id: 'w-1', name: 'Found'}})
    else if (next !== 'silence') done(next)
  }
  const names = Object.keys(contract)
  server.addService(contract, Object.fromEntries(names.map(name => [name, answer])))
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  )
  address = `127.0.0.1:${port}`
})
afterAll(() => server.forceShutdown())

beforeEach(() => {
  calls = []
  upstream = open()
  return () => upstream.close()
})

// biome-ignore lint/suspicious/noExplicitAny: a call of any shape.
type Message = any

function open(limits = {}) {
  const patience = {...standardLimits, pause: 1, longestPause: 5, perTry: 200, total: 1000, ...limits}
  const channel = credentials.createInsecure()
  return createGrpcUpstream({
    name: 'items',
    address,
    contract,
    service: 'test',
    metrics,
    logger,
    channel,
    limits: patience,
  })
}

const get = {method: 'GetWorkItem', message: {id: 'w-1'}}
const create = {method: 'CreateWorkItem', message: {name: 'x', requestId: 'r'}}

test('ids, trace and what is left of the time go along', async () => {
  behaviour = () => 'answer'
  const deadline = Date.now() + 100
  const headers = {'x-correlation-id': 'flow-1', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'}
  const {signal} = new AbortController()
  const context = createContext(headers, {requestId: 'one', deadline, signal: () => signal})
  const answer = await runInContext(context, () => upstream.call(get))
  expect(answer).toMatchObject({ok: true, message: {workItem: {name: 'Found'}}})
  const [call] = calls
  expect(call?.metadata.get('x-correlation-id')).toEqual(['flow-1'])
  expect(call?.metadata.get('x-request-id')[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(call?.metadata.get('traceparent')[0]).toContain('0af7651916cd43dd8448eb211c80319c')
  expect(call?.metadata.get('x-service-name')).toEqual(['test'])
  // The wire rounds to milliseconds.
  expect(call?.deadline).toBeLessThanOrEqual(deadline + 20)
})

test('what may be repeated is tried again, and nothing else', async () => {
  behaviour = call => (call < 3 ? {code: Status.UNAVAILABLE, details: 'busy'} : 'answer')
  expect((await upstream.call(get)).ok).toBe(true)
  expect(calls).toHaveLength(3)
  calls = []
  await expect(upstream.call(create)).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE'})
  expect(calls).toHaveLength(1)
  calls = []
  expect((await upstream.call({...create, repeatable: true})).ok).toBe(true)
  expect(calls).toHaveLength(3)
})

test('a refusal is an answer, with what the upstream tells besides', async () => {
  behaviour = () => statusOf(new ApiError('PERMISSION_DENIED', 'The caller may not do this.'), {domain: 'items'})
  const answer = await upstream.call(get)
  expect(answer).toMatchObject({ok: false, status: 'PERMISSION_DENIED', message: 'The caller may not do this.'})
  expect(answer.ok || answer.details[0]).toMatchObject({type: 'ErrorInfo', value: {reason: 'PERMISSION_DENIED'}})
  expect(calls).toHaveLength(1)
})

test('silence ends, and is an outage', async () => {
  behaviour = () => 'silence'
  const impatient = open({perTry: 50, retries: 1})
  await expect(impatient.call(get)).rejects.toMatchObject({code: 'UPSTREAM_TIMEOUT'})
  expect(calls).toHaveLength(2)
  await impatient.close()
})

test('a breaker opens after failures in a row', async () => {
  behaviour = () => ({code: Status.INTERNAL, details: 'broken'})
  for (let call = 0; call < 5; call++)
    await expect(upstream.call(create)).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE'})
  await expect(upstream.call(create)).rejects.toMatchObject({code: 'CIRCUIT_OPEN'})
  expect(calls).toHaveLength(5)
  expect(await metrics.registry.getSingleMetricAsString('upstream_breaker_state')).toContain(
    'upstream="items",group="default"} 2',
  )
})

test('a call ends with the caller that it was made for', async () => {
  behaviour = () => 'silence'
  const leaving = new AbortController()
  const context = createContext({}, {requestId: 'one', signal: () => leaving.signal})
  const patient = open({perTry: 5000, total: 5000})
  const call = runInContext(context, () => patient.call(get))
  while (calls.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
  leaving.abort()
  await expect(call).rejects.toThrow()
  while (!calls[0]?.cancelled) await new Promise(resolve => setTimeout(resolve, 5))
  await patient.close()
})

test('nobody there is an outage, too', async () => {
  const nowhere = createGrpcUpstream({
    ...{name: 'nowhere', address: '127.0.0.1:1', contract, service: 'test', metrics, logger},
    channel: credentials.createInsecure(),
    limits: {...standardLimits, retries: 0, perTry: 1000, total: 2000},
  })
  await expect(nowhere.call(get)).rejects.toMatchObject({code: 'UPSTREAM_BAD_RESPONSE'})
  await nowhere.close()
})
