import {join} from 'node:path'
import {Job} from 'kubernetes-models/batch/v1'
import {ConfigMap, ServiceAccount} from 'kubernetes-models/v1'
import {afterAll, describe, expect, test} from 'vitest'
import type {JobRequest} from '../../../src/loadtest/render/job/render-job.js'
import type {LoadTestRequest} from '../../../src/loadtest/source/request.js'
import {complaintsOf, type ManifestModel} from '../../templates/known-fields.js'
import {clientTls, RenderProject} from './project.js'
import {containerOf, type Rendered, rendered as renderedFrom} from './rendered-job.js'

const render = new RenderProject(clientTls)
afterAll(() => render.remove())
const rendered = (request?: Partial<LoadTestRequest>, job?: Partial<JobRequest>): Promise<Rendered> =>
  renderedFrom(render, request, job)

const scenario = `scenarios:
  buy:
    steps:
      - request: GET /v1/orders?name={{ people.name }}
data:
  people: {file: people.csv}
`

test('is what the published schemas say, and nothing besides', async () => {
  const {account, config, job} = await rendered({duration: '5m', warmup: '10s'})
  const models: [ManifestModel, Record<string, unknown>][] = [
    [ServiceAccount, account],
    [ConfigMap, {...config}],
    [Job, {...job}],
  ]
  for (const [model, manifest] of models) expect(complaintsOf(model, manifest)).toEqual([])
})

test('is a Job whose pods all start at one moment, and none of which is tried again', async () => {
  const result = await rendered({duration: '5m', warmup: '10s', thresholds: ['errors<1%']})
  expect(result.job.metadata.name).toMatch(/^mesh-loadtest-20260131120001-[\da-f]{6}$/)
  expect(result.job.spec).toMatchObject({
    completionMode: 'Indexed',
    completions: 3,
    parallelism: 3,
    backoffLimit: 0,
    // Until the start, the load, a missing answer and two minutes.
    activeDeadlineSeconds: 120 + 10 + 300 + 10 + 120,
  })
  expect(containerOf(result)).toMatchObject({
    command: ['mesh'],
    args: [
      'loadtest',
      'worker',
      'staging',
      '--of=3',
      '--start-at=2026-01-31T12:00:01.000Z',
      '--warmup=10s',
      '--timeout=10s',
      '--threshold=errors<1%',
      '--duration=5m',
    ],
    workingDir: '/etc/mesh',
  })
})

test('hands every flag of a load on, those that are added later, too', async () => {
  const {args} = containerOf(
    await rendered(
      {},
      {
        flags: {
          http2: true,
          proxy: 'http://proxy.example.com:3128',
          stage: ['1s:5/s'],
          duration: '10s',
          later: ['a', 'b'],
          not: false,
        },
      },
    ),
  )
  expect(args.slice(5)).toEqual([
    '--http2',
    '--proxy=http://proxy.example.com:3128',
    '--stage=1s:5/s',
    '--later=a',
    '--later=b',
  ])
})

test('has no secret in it: headers and files of TLS come from Secrets', async () => {
  const result = await rendered({headers: ['X-Key: ${API_KEY}', 'X-Team: blue']})
  expect(containerOf(result).env).toEqual(
    ['API_KEY', 'STAGING_TOKEN'].map(name => ({
      name,
      valueFrom: {secretKeyRef: {name: 'mesh-loadtest-credentials', key: name}},
    })),
  )
  expect(Object.values(result.config.data)[0]).toContain('X-Team: blue')
  expect(result.text).toContain('cert: /etc/mesh-tls/tls.crt')
  expect(result.text).toContain('# kubectl -n load create secret generic mesh-loadtest-tls')
  await expect(rendered({headers: ['X-Api-Key: abc123']})).rejects.toThrow(
    'The value of header "X-Api-Key" would be readable in what is rendered.',
  )
})

test('has every file that had to be read: a scenario with its data, the contract with what it refers to', async () => {
  render.write('load/buy.yaml', scenario)
  render.write('load/people.csv', 'name\nada\n')
  const result = await rendered({scenario: join(render.root, 'load/buy.yaml'), auth: 'api-key:SHOP_KEY'})
  const items = result.job.spec.template.spec.volumes.find(({name}) => name === 'plan')?.configMap?.items
  expect(items?.map(({path}) => path).sort()).toEqual([
    'contracts/openapi.yaml',
    'contracts/shared/parameters.yaml',
    'load/buy.yaml',
    'load/people.csv',
    'mesh.yaml',
  ])
  expect(containerOf(result).args).toEqual(
    expect.arrayContaining(['--scenario=load/buy.yaml', '--auth=api-key:SHOP_KEY']),
  )
  const variables = containerOf(result).env.map(each => (each as {name: string}).name)
  expect(variables).toEqual(['SHOP_KEY', 'STAGING_TOKEN'])
})

test('a recording is without the session of whoever recorded it', async () => {
  const request = {
    method: 'GET',
    url: 'http://orders.shop.svc.cluster.local:8080/v1/orders',
    headers: [
      {name: 'Cookie', value: 'session=abc123'},
      {name: 'Accept', value: 'application/json'},
    ],
    cookies: [{name: 'session', value: 'abc123'}],
  }
  const entry = {request, response: {content: {mimeType: 'application/json', text: 'abc123'}}}
  render.write('shop.har', JSON.stringify({log: {entries: [entry]}}))
  const har = join(render.root, 'shop.har')
  const result = await rendered({har})
  expect(containerOf(result).args).toContain('--har=shop.har')
  expect(result.text).not.toContain('abc123')
  expect(result.text).toContain('application/json')
  const secret = {...request, url: `${request.url}?access_token=abc123`}
  render.write('shop.har', JSON.stringify({log: {entries: [{request: secret}]}}))
  await expect(rendered({har})).rejects.toThrow('has a value that may be a secret')
})

test('a dollar in a flag is not taken for a variable by Kubernetes', async () => {
  const result = await rendered({paths: ['/v1/orders?filter=$(x)']})
  expect(containerOf(result).args).toContain('--path=/v1/orders?filter=$$(x)')
})

describe('is refused', () => {
  test.each<[string, Partial<LoadTestRequest>, Partial<JobRequest>, string]>([
    ['without an image', {}, {image: undefined}, 'The pods need an image with mesh in it.'],
    ['for this machine', {target: 'http://127.0.0.1:3000'}, {}, 'is another machine in each pod'],
    ['for this machine by name', {target: 'local'}, {}, 'is another machine in each pod'],
    ['for a host that mesh.yaml does not name', {target: 'http://192.0.2.1'}, {}, 'mesh.yaml does not name it'],
    ['with a secret in a path', {paths: ['/v1/orders?api_key=abc']}, {}, 'The query of "GET /v1/orders" has a value'],
    [
      'with a secret in a proxy',
      {proxy: 'http://user:pass@proxy.example.com'},
      {},
      'The URL of --proxy has credentials in it',
    ],
    ['without workers', {}, {workers: 0}, 'A run cannot have 0 workers.'],
    [
      'with more workers than requests',
      {rate: '2/s'},
      {workers: 30},
      'Worker 29 has nothing to send: the run has 20 requests for 30 workers.',
    ],
    ['with a time that is none', {}, {startIn: 'soon'}, 'Time until the start "soon" is not understood.'],
    [
      'with a token of this machine',
      {auth: 'token-file:token.txt'},
      {},
      'The token in "token.txt" is on this machine only.',
    ],
    [
      'with the development issuer',
      {auth: 'development'},
      {},
      'The development issuer is for services on this machine.',
    ],
    ['with a contract that is not there', {contract: 'none.yaml'}, {}, 'Cannot read "none.yaml"'],
  ])('%s', async (_, request, job, message) => {
    await expect(rendered(request, job)).rejects.toThrow(message)
  })

  test('with more than a ConfigMap takes', async () => {
    render.write(
      'contracts/big.yaml',
      `${'# much\n'.repeat(200_000)}openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {/a: {get: {responses: {}}}}\n`,
    )
    await expect(rendered({contract: join(render.root, 'contracts/big.yaml')})).rejects.toThrow(
      'a ConfigMap takes 1,000,000',
    )
  })
})
