import {spawnSync} from 'node:child_process'
import {symlinkSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {loadAll} from 'js-yaml'
import {ConfigMap} from 'kubernetes-models/v1'
import {afterAll, expect, test} from 'vitest'
import {z} from 'zod'
import {rampingRate} from '../../../src/loadtest/render/k6/rates.js'
import {renderK6, renderTestRun} from '../../../src/loadtest/render/k6/render-k6.js'
import type {LoadTestRequest} from '../../../src/loadtest/source/request.js'
import {complaintsOf} from '../../templates/known-fields.js'
import {RenderProject, requestOf} from './project.js'

const render = new RenderProject()
const withTls = new RenderProject('      tls: {cert: client.pem, key: client.key}')
afterAll(() => {
  render.remove()
  withTls.remove()
})

async function scriptOf(request: Partial<LoadTestRequest> = {}, from = render): Promise<string> {
  const {document = ''} = await renderK6(requestOf(request), from.project)
  return document
}

test('scripts have the types of k6', async () => {
  const scripts = {
    contract: await scriptOf({thresholds: ['limited<1%', 'rate>=40/s', 'mean<1s', 'max<2s'], aborts: ['errors<20%']}),
    stages: await scriptOf({stages: ['10s:50/s', '0s:5/s', '1m:5/s'], rate: '10/s', warmup: '5s', connections: 7}),
    path: await scriptOf({paths: ['/a', 'HEAD /b'], rate: '30/m'}),
    tls: await scriptOf({}, withTls),
  }
  symlinkSync(resolve('node_modules'), join(render.root, 'node_modules'))
  for (const [name, text] of Object.entries(scripts)) writeFileSync(join(render.root, `${name}.js`), text)
  const flags = ['--noEmit', '--allowJs', '--checkJs', '--strict', '--noUnusedLocals', '--target', 'es2022']
  const modules = ['--module', 'esnext', '--moduleResolution', 'bundler', '--types', 'k6', '--skipLibCheck']
  const files = Object.keys(scripts).map(name => `${name}.js`)
  const {stdout, stderr, status} = spawnSync(resolve('node_modules/.bin/tsc'), [...flags, ...modules, ...files], {
    cwd: render.root,
    encoding: 'utf8',
  })
  expect(stdout + stderr).toBe('')
  expect(status).toBe(0)
}, 60_000)

test('what is no script of k6 is found by the types', () => {
  writeFileSync(join(render.root, 'wrong.js'), `import http from 'k6/http'\nhttp.gett('/')\n`)
  const {stdout} = spawnSync(
    resolve('node_modules/.bin/tsc'),
    [
      '--noEmit',
      '--allowJs',
      '--checkJs',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      '--types',
      'k6',
      'wrong.js',
    ],
    {cwd: render.root, encoding: 'utf8'},
  )
  expect(stdout).toContain('wrong.js(2,6): error')
}, 60_000)

interface Sent {
  readonly method: string
  readonly url: string
  readonly body: string | null
  readonly params: {readonly headers: Readonly<Record<string, string>>; readonly tags: Readonly<Record<string, string>>}
}

/** Runs a script with modules in place of those of k6, and gives what it sends at each arrival. */
async function sentBy(script: string, arrivals: number, environment: Readonly<Record<string, string>>) {
  const sent: Sent[] = []
  const added: [string, unknown, unknown][] = []
  const exec = {scenario: {iterationInTest: 0}}
  const metric = (name: string) => ({add: (value: unknown, tags: unknown) => added.push([name, value, tags])})
  const stubs = {
    __ENV: environment,
    exec,
    http: {
      setResponseCallback: () => {},
      expectedStatuses: () => ({}),
      request: (method: string, url: string, body: string | null, params: Sent['params']) => {
        sent.push({method, url, body, params})
        return {status: sent.length % 2 === 0 ? 429 : 200}
      },
    },
    Counter: class {
      constructor(readonly name: string) {}
      add = metric('answered').add
    },
    Rate: class {
      constructor(readonly name: string) {}
      add = metric('limited').add
    },
  }
  const plain = script
    .replaceAll(/^import .*$/gm, '')
    .replace('export default function', 'function send')
    .replaceAll(/^export /gm, '')
  const body = `${plain}\nreturn {options, setup, send}`
  const {options, setup, send} = new Function(...Object.keys(stubs), body)(...Object.values(stubs))
  const shared = setup()
  for (let arrival = 0; arrival < arrivals; arrival++) {
    exec.scenario.iterationInTest = arrival
    send(shared)
  }
  return {options, sent, added}
}

test('a script sends the requests that mesh would, in the same order, with credentials of the environment', async () => {
  const {sent, added} = await sentBy(await scriptOf(), 12, {STAGING_TOKEN: 'abc'})
  const origin = 'http://orders.shop.svc.cluster.local:8080/api/v1/orders'
  expect(sent.slice(0, 5).map(({method, url}) => `${method} ${url}`)).toEqual([
    `GET ${origin}`,
    `POST ${origin}`,
    `GET ${origin}`,
    `GET ${origin}/b2`,
    `GET ${origin}`,
  ])
  // The examples of a parameter take turns.
  expect(sent.filter(({url}) => url.includes('orders/')).map(({url}) => url.slice(-2))).toEqual(['b2', 'a1'])
  expect(sent.map(({params}) => params.headers['Authorization'])).toEqual(sent.map(() => 'Bearer abc'))
  const posts = sent.filter(({method}) => method === 'POST')
  expect(posts[0]).toMatchObject({body: '{"a":1}', params: {headers: {'content-type': 'application/json'}}})
  const keys = posts.map(({params}) => params.headers['Idempotency-Key'])
  expect(new Set(keys).size).toBe(posts.length)
  for (const key of keys) expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/)
  expect(sent[0]?.params.tags).toEqual({name: 'GET /v1/orders', operation: 'listOrders'})
  expect(added.slice(0, 4)).toEqual([
    ['limited', false, {operation: 'listOrders'}],
    ['answered', 1, {operation: 'listOrders'}],
    ['limited', true, {operation: 'POST /v1/orders'}],
    ['answered', 1, {operation: 'POST /v1/orders'}],
  ])
  await expect(sentBy(await scriptOf(), 1, {})).rejects.toThrow('Set STAGING_TOKEN')
})

test('objectives are thresholds of the measured phase, and requests that were not sent fail the run', async () => {
  const request = {thresholds: ['limited<1%', 'rate>=40/s'], aborts: ['errors<20%'], warmup: '5s', duration: '30s'}
  const {options} = await sentBy(await scriptOf(request), 0, {STAGING_TOKEN: 'abc'})
  expect(options.thresholds).toEqual({
    dropped_iterations: ['count==0'],
    'limited{phase:load}': ['rate<0.01'],
    'answered{phase:load}': ['count>=1200'],
    'http_req_failed{phase:load}': [{threshold: 'rate<0.2', abortOnFail: true, delayAbortEval: '10s'}, 'rate<=0.001'],
    'http_req_duration{phase:load}': ['p(50)<40', 'p(95)<=50'],
    'http_req_duration{phase:load,operation:listOrders}': ['p(99)<=80'],
  })
  expect(options.scenarios).toMatchObject({
    warmup: {executor: 'constant-arrival-rate', rate: 40, duration: '5000ms', tags: {phase: 'warmup'}},
    load: {
      ...{executor: 'constant-arrival-rate', rate: 40, timeUnit: '1s', duration: '30000ms', startTime: '5000ms'},
      ...{preAllocatedVUs: 20, maxVUs: 20, tags: {phase: 'load'}},
    },
  })
  expect(options.insecureSkipTLSVerify).toBe(false)
  expect(options.summaryTrendStats).toContain('p(99.9)')
})

test('rates are whole numbers in a unit of k6', () => {
  const of = (...rates: number[]) => rampingRate(rates.map(rate => ({from: rate, to: rate, duration: 1000})))
  expect(of(5)).toMatchObject({timeUnit: '1s', startRate: 5})
  expect(of(0.5, 5)).toEqual({
    timeUnit: '1m',
    startRate: 30,
    stages: [
      {target: 30, duration: '1000ms'},
      {target: 300, duration: '1000ms'},
    ],
  })
  expect(of(1 / 7)).toMatchObject({timeUnit: '1h', startRate: 514})
})

// The members of a TestRun that the operator knows (k6.io/v1alpha1 of k6-operator 1.6), as far as they are used here.
const quantity = z.strictObject({cpu: z.string().optional(), memory: z.string().optional()})
const testRun = z.strictObject({
  apiVersion: z.literal('k6.io/v1alpha1'),
  kind: z.literal('TestRun'),
  metadata: z.strictObject({
    name: z.string().regex(/^[a-z\d]([-a-z\d]{0,61}[a-z\d])?$/),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()),
  }),
  spec: z.strictObject({
    parallelism: z.int().positive(),
    separate: z.boolean(),
    script: z.strictObject({configMap: z.strictObject({name: z.string(), file: z.string()})}),
    initializer: z.unknown(),
    runner: z.strictObject({
      image: z.string().optional(),
      env: z
        .array(
          z.strictObject({
            name: z.string(),
            valueFrom: z.strictObject({secretKeyRef: z.strictObject({name: z.string(), key: z.string()})}),
          }),
        )
        .optional(),
      resources: z.strictObject({requests: quantity, limits: quantity}),
      securityContext: z.strictObject({
        runAsNonRoot: z.literal(true),
        runAsUser: z.int().positive(),
        seccompProfile: z.strictObject({type: z.literal('RuntimeDefault')}),
      }),
      containerSecurityContext: z.strictObject({
        allowPrivilegeEscalation: z.literal(false),
        capabilities: z.strictObject({drop: z.array(z.string())}),
      }),
      volumes: z.array(z.object({name: z.string(), secret: z.strictObject({secretName: z.string()})})).optional(),
      volumeMounts: z
        .array(z.strictObject({name: z.string(), mountPath: z.string(), readOnly: z.boolean()}))
        .optional(),
    }),
  }),
})

test.each([
  ['plain', render],
  ['with a certificate', withTls],
])('a TestRun of the operator %s has what its definition knows, and the script beside it', async (_, from) => {
  const wanted = {workers: 3, image: 'grafana/k6:2.2.0', namespace: 'load', cpu: '1', memory: '1Gi'}
  const {document = ''} = await renderTestRun(requestOf({duration: '1m'}), wanted, from.project)
  const [config, run] = loadAll(document) as [Record<string, unknown>, unknown]
  expect(complaintsOf(ConfigMap, config)).toEqual([])
  const {spec} = testRun.parse(run)
  expect(spec.parallelism).toBe(3)
  expect(spec.runner.env).toEqual([
    {name: 'STAGING_TOKEN', valueFrom: {secretKeyRef: {name: 'mesh-loadtest-credentials', key: 'STAGING_TOKEN'}}},
  ])
  const {metadata, data} = config as {metadata: {name: string}; data: Record<string, string>}
  expect(spec.script.configMap.name).toBe(metadata.name)
  const script = data[spec.script.configMap.file] ?? ''
  expect(script).toContain('export default function (shared)')
  // What the script opens is there where it is read.
  expect(spec.initializer).toEqual(spec.runner)
  if (from === withTls) expect(script).toContain('cert: open("/etc/mesh-tls/tls.crt")')
  // The verdict is not in the TestRun, and the comments say where it is.
  expect(document).toMatch(/^# 3 runners of k6 load .*\n# Each runner judges its own part/)
})

test('credentials of a target are headers of the environment, and what k6 cannot do is refused', async () => {
  const {sent} = await sentBy(await scriptOf({auth: 'token:OTHER_TOKEN'}), 1, {
    STAGING_TOKEN: 'abc',
    OTHER_TOKEN: 'def',
  })
  expect(sent[0]?.params.headers['Authorization']).toBe('Bearer def')
  const key = await sentBy(await scriptOf({auth: 'api-key:SHOP_KEY'}), 1, {STAGING_TOKEN: 'abc', SHOP_KEY: 'k'})
  expect(key.sent[0]?.params.headers).toMatchObject({Authorization: 'Bearer abc', 'X-API-Key': 'k'})
  for (const [request, message] of [
    [{auth: 'client-credentials:https://id.example.com/token'}, 'A script for k6 does not ask for tokens.'],
    [{auth: 'development'}, 'The development issuer is for services on this machine.'],
    [{conformance: true}, 'A script for k6 does not hold answers against a contract.'],
    [{scenario: 'buy.yaml'}, 'The scenarios of "buy.yaml" cannot be written for k6'],
  ] as const)
    await expect(scriptOf(request)).rejects.toThrow(message)
})

test('pods cannot load this machine', async () => {
  const wanted = {workers: 2, image: undefined, namespace: undefined, cpu: '1', memory: '1Gi'}
  await expect(renderTestRun(requestOf({target: 'local'}), wanted, render.project)).rejects.toThrow(
    'is another machine in each pod',
  )
  expect(await scriptOf({target: 'local', paths: ['/']})).toContain('"http://127.0.0.1:3000"')
})
