import {loadAll} from 'js-yaml'
import {afterAll, expect, test} from 'vitest'
import {renderJob} from '../../../src/loadtest/render/job/render-job.js'
import {flagsOf, RenderProject, requestOf} from './project.js'

const render = new RenderProject(
  `      auth: {clientCredentials: {tokenUrl: 'https://id.example.com/token', clientId: load, clientSecret: '\${STAGING_SECRET}'}}
    calls: {url: 'http://orders.shop.svc.cluster.local:50051'}`,
)
afterAll(() => render.remove())

const wanted = {workers: 2, image: 'mesh:1', namespace: undefined, startIn: '2m', cpu: '1', memory: '1Gi'}

render.write('load/customers.csv', 'name\nann\n')
render.write('load/orders.graphql', 'query Orders {orders {id}}')
render.write(
  'load/orders.proto',
  'syntax = "proto3"; import "types.proto"; service Orders {rpc Get(A) returns (A) {option idempotency_level = NO_SIDE_EFFECTS;}}',
)
render.write('load/types.proto', 'syntax = "proto3"; message A {}')
render.write(
  'load/shop.yaml',
  `headers: {X-Tenant: '\${TENANT}'}
data: {customers: {file: customers.csv}}
scenarios:
  look:
    steps:
      - {operation: listOrders}
      - {graphql: {file: orders.graphql}}
      - {grpc: {proto: orders.proto, method: Orders/Get, url: calls}}
`,
)
const scenario = `${render.root}/load/shop.yaml`

test('a Job has all that its workers need to play scenarios; secrets stay in the cluster', async () => {
  const request = requestOf({scenario})
  const {document = ''} = await renderJob(request, {...wanted, flags: flagsOf(request)}, render.project)
  const [, config, job] = loadAll(document) as [unknown, {data: Record<string, string>}, unknown]
  const pod = (job as {spec: {template: {spec: {containers: {args: string[]; env: {name: string}[]}[]}}}}).spec.template
    .spec
  expect(pod.containers[0]?.args).toContain('--scenario=load/shop.yaml')
  expect(pod.containers[0]?.env.map(({name}) => name)).toEqual(['STAGING_SECRET', 'STAGING_TOKEN', 'TENANT'])
  const items = (job as {spec: {template: {spec: {volumes: {configMap?: {items: {path: string}[]}}[]}}}}).spec.template
    .spec.volumes[0]?.configMap?.items
  expect(items?.map(({path}) => path).sort()).toEqual([
    'contracts/openapi.yaml',
    'contracts/shared/parameters.yaml',
    'load/customers.csv',
    'load/orders.graphql',
    'load/orders.proto',
    'load/shop.yaml',
    'load/types.proto',
    'mesh.yaml',
  ])
  const [meshYaml = ''] = Object.values(config.data)
  expect(loadAll(meshYaml)[0]).toMatchObject({
    loadtest: {
      targets: {
        calls: {url: 'http://orders.shop.svc.cluster.local:50051'},
        staging: {auth: {clientCredentials: {clientSecret: '${STAGING_SECRET}'}}},
      },
    },
  })
})
