import {expect, test} from 'vitest'
import {brokerScene} from './broker/scene.js'

const scene = brokerScene()

const interaction = (description: string) => ({
  description,
  request: {method: 'GET', path: '/orders/1'},
  response: {status: 200},
})

const pact = (consumer: string, provider: string, more: object = {}) => ({
  consumer: {name: consumer},
  provider: {name: provider},
  interactions: [interaction('one'), interaction('two')],
  ...more,
})

test('prints Mermaid that a file can take as it is, whatever names people choose', async () => {
  scene.project.write('pacts/a.json', pact('web "new"', 'orders'))
  scene.project.write('pacts/b.json', pact('orders', 'users #1'))
  const {code, stdout, stderr} = await scene.project.mesh(['pact', 'graph'])
  expect({code, stderr}).toEqual({code: 0, stderr: ''})
  expect(stdout.split('\n')).toEqual([
    'flowchart LR',
    '  n0["orders"]',
    '  n1["web #quot;new#quot;"]',
    '  n2["users #35;1"]',
    '  n0 -->|"2 requests"| n2',
    '  n1 -->|"2 requests"| n0',
    '',
  ])
})

test('several pacts of the same two are one dependency; messages are counted for themselves', async () => {
  scene.project.write('pacts/a.json', pact('web', 'orders'))
  const messages = {metadata: {pactSpecification: {version: '3.0.0'}}, messages: [{description: 'an order was made'}]}
  const {interactions: _, ...rest} = pact('web', 'orders')
  scene.project.write('pacts/b.json', {...rest, ...messages})
  const {stdout} = await scene.project.mesh(['pact', 'graph', '--format', 'json'])
  expect(JSON.parse(stdout).dependencies).toEqual([
    {
      consumer: 'web',
      provider: 'orders',
      requests: 2,
      messages: 1,
      state: null,
      pacts: ['pacts/a.json', 'pacts/b.json'],
    },
  ])
})

test('of a broker it shows how the last verification ended', async () => {
  for (const [provider, success] of [
    ['good', true],
    ['bad', false],
    ['new', undefined],
  ] as const) {
    const kept = scene.broker.store.keep('web', provider, pact('web', provider))
    scene.broker.store.version('web', '1').pacts.set(provider, kept)
    if (success === undefined) continue
    const {sha} = kept
    const body = {success}
    scene.broker.store.results.push({
      id: scene.broker.store.results.length + 1,
      sha,
      provider,
      providerVersion: '1',
      success,
      body,
    })
  }
  const env = {PACT_BROKER_BASE_URL: scene.broker.url}
  const {stdout, code} = await scene.project.mesh(['pact', 'graph', '--from-broker'], {env})
  expect(code).toBe(0)
  expect(stdout).toContain('|"2 requests, verified"| n2')
  expect(stdout).toContain('-.->|"2 requests, never verified"| n3')
  expect(stdout).toContain('linkStyle 0 stroke')
  const page = (await scene.project.mesh(['pact', 'graph', '--from-broker', '--format', 'html'], {env})).stdout
  expect(page).toContain('<svg')
  expect(page).toContain('4 applications, 3 dependencies: 1 verified, 1 failed, 1 never verified.')
  expect(page).toContain('<section class="verdict fail">')
  expect(page.match(/class="edge (good|bad|doubtful)"/g)).toHaveLength(3)
})

const contract = `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: An order.}}
    delete: {responses: {'204': {description: It is gone.}}}
`

test('of a provider whose contract is known it says how much of it is in use', async () => {
  scene.project.write('pacts/a.json', pact('web', 'orders'))
  scene.project.write('pacts/b.json', pact('orders', 'users'))
  scene.project.write('orders.yaml', contract)
  const graph = ['pact', 'graph', '--contract', 'orders=orders.yaml']
  const {stdout} = await scene.project.mesh(graph)
  expect(stdout).toContain('  n0["orders<br/>1 of 2 operations in use"]\n  n1["web"]\n  n2["users"]\n')
  const {coverage} = JSON.parse((await scene.project.mesh([...graph, '--format', 'json'])).stdout)
  expect(coverage).toMatchObject([
    {
      provider: 'orders',
      operations: {used: 1, total: 2},
      unused: ['DELETE /orders/{id}'],
      consumers: [{consumer: 'web'}],
    },
  ])
  const page = (await scene.project.mesh([...graph, '--format', 'html'])).stdout
  expect(page).toContain('uses 1, used by 1, 1 of 2 operations in use')
  expect(page).toMatch(/Operations of (?:"|&#34;)orders(?:"|&#34;) that nobody uses[\s\S]*DELETE \/orders\/\{id\}/)
  // The same from mesh.yaml; and a contract that nobody can read is told.
  scene.project.write('mesh.yaml', 'pact: {contracts: {orders: orders.yaml}}')
  expect((await scene.project.mesh(['pact', 'graph'])).stdout).toBe(stdout)
  scene.project.write('orders.yaml', 'openapi: [')
  expect(await scene.project.mesh(['pact', 'graph'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('orders.yaml'),
  })
})

test('nothing to draw is a sentence', async () => {
  expect(await scene.project.mesh(['pact', 'graph'])).toMatchObject({code: 9, stderr: expect.stringContaining('pacts')})
  const env = {PACT_BROKER_BASE_URL: scene.broker.url}
  const {code, stderr} = await scene.project.mesh(['pact', 'graph', '--from-broker'], {env})
  expect({code, stderr}).toMatchObject({code: 7, stderr: expect.stringContaining('has no pacts')})
})
