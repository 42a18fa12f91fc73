import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {configSchema} from '../../../src/config/schema.js'
import {showPlan} from '../../../src/loadtest/plan/show-plan.js'
import type {LoadTestRequest} from '../../../src/loadtest/source/request.js'

const folder = mkdtempSync(join(tmpdir(), 'mesh-plan-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const contract = join(folder, 'openapi.yaml')
writeFileSync(
  contract,
  `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
servers: [{url: /api}]
x-slo: {latency: {p95: 50ms}, errorRate: 0.1%}
paths:
  /v1/orders:
    get:
      operationId: listOrders
      x-slo: {weight: 3, latency: {p99: 80ms}}
      responses: {'200': {description: ok}}
  /v1/orders/{id}:
    get:
      operationId: getOrder
      parameters: [{name: id, in: path, required: true, schema: {type: string, format: uuid}}]
      responses: {'200': {description: ok}}
    delete:
      operationId: deleteOrder
      parameters: [{name: id, in: path, required: true, schema: {type: string}, example: a}]
      responses: {'204': {description: ok}}
`,
)

// Names that nobody resolves: nothing is looked up.
const config = configSchema.parse({
  loadtest: {
    targets: {staging: {url: 'https://orders.staging.invalid', headers: {Authorization: 'Bearer ${MISSING}'}}},
  },
})

function plan(request: Partial<LoadTestRequest>) {
  const whole: LoadTestRequest = {
    target: 'staging',
    paths: [],
    headers: [],
    duration: '10s',
    warmup: '0s',
    timeout: '10s',
    thresholds: [],
    mode: 'slo',
    ...request,
  }
  return showPlan(whole, {config, root: folder, configSource: undefined})
}

test('says what would be sent, how often, and what that can prove', async () => {
  const report = await plan({contract, rate: '40/s', thresholds: ['errors<=0%', 'p50<1s'], warmup: '5s'})
  expect(report.data).toMatchObject({
    target: {name: 'staging', url: 'https://orders.staging.invalid'},
    requests: 400,
    connections: 20,
    warmUpSeconds: 5,
    operations: [
      {name: 'GET /v1/orders', operationId: 'listOrders', weight: 3, requests: 300, paths: ['/api/v1/orders']},
      {name: 'GET /v1/orders/{id}', weight: 1, requests: 100, guessed: true},
    ],
    thresholds: [
      {text: 'errors<=0%', requests: 400, enough: null},
      {text: 'p50<1s', enough: 5},
      {text: 'p95<=50ms', enough: 59},
      {text: 'errors<=0.1%', requests: 400, enough: 2995},
      {text: 'GET /v1/orders: p99<=80ms', requests: 300, enough: 299},
    ],
  })
  expect(report.summary).toBe(
    'Nothing was sent. The run is too short for 1 of 5 objectives: even without a miss they would be inconclusive.',
  )
  const lines = report.lines?.map(({mark, text}) => `${mark} ${text}`) ?? []
  expect(lines[0]).toBe('plain https://orders.staging.invalid: 400 requests at 40/s in 10 s, on up to 20 connections.')
  expect(lines).toContain('doubtful errors<=0.1%: 2,995 requests are enough, 400 are sent.')
  expect(lines).toContain('good GET /v1/orders: p99<=80ms: 299 requests are enough, 300 are sent.')
  expect(lines.join('\n')).toContain('"GET /v1/orders/{id}" has a made-up value')
})

test('counts the requests of stages', async () => {
  const {data} = await plan({paths: ['/a?token=x', '/b'], rate: '10/s', stages: ['10s:30/s', '0s:0/s', '5s:0/s']})
  expect(data).toMatchObject({
    requests: 200,
    operations: [{requests: 100, paths: ['/a?token=[redacted]']}, {requests: 100}],
  })
})

test('two loads have the same name exactly when they are the same', async () => {
  const name = async (request: Partial<LoadTestRequest>) => (await plan(request)).data?.['plan']
  const one = await name({paths: ['/a'], rate: '60/m'})
  expect(await name({paths: ['/a'], rate: '1/s'})).toBe(one)
  for (const other of [{rate: '2/s'}, {thresholds: ['p50<1s']}, {paths: ['/b']}, {timeout: '1s'}, {warmup: '1s'}])
    expect(await name({paths: ['/a'], rate: '1/s', ...other}), JSON.stringify(other)).not.toBe(one)
})

test.each([
  ['https://orders.example.com', 'may not be loaded: mesh.yaml does not name it'],
  ['stagin', 'Did you mean "staging"?'],
])('%s is refused as in a run', async (target, message) => {
  await expect(plan({target})).rejects.toThrow(message)
})
