import {afterEach, expect, test} from 'vitest'
import {consumerProject, type Project} from './mesh.js'

let project: Project | undefined

afterEach(() => project?.remove())

/** Consumer tests as the library wants them written, one for each kind of interaction. */
const consumerTests = `import {PactV4} from '@pact-foundation/pact'
import {expect, test} from 'vitest'

const pact = new PactV4({consumer: 'web', provider: 'orders'})
const post = (url, body) =>
  fetch(url, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)})

test('a request', async () => {
  await pact
    .addInteraction()
    .uponReceiving('an order')
    .withRequest('GET', '/orders/1')
    .willRespondWith(200, builder => builder.jsonBody({id: 1}))
    .executeTest(async mock => expect((await fetch(mock.url + '/orders/1')).status).toBe(200))
})

test('an operation of GraphQL', async () => {
  await pact
    .addGraphQLInteraction()
    .uponReceiving('an order by GraphQL')
    .withOperation('One')
    .withVariables({id: '1'})
    .withRequest('POST', '/graphql')
    .withQuery('query One($id: ID!) { order(id: $id) { id status } }')
    .willRespondWith(200, builder => builder.jsonBody({data: {order: {id: '1', status: 'OPEN'}}}))
    .executeTest(async mock => {
      const query = 'query One($id: ID!) {\\n  order(id: $id) { id status }\\n}'
      const answer = await post(mock.url + '/graphql', {query, variables: {id: '1'}, operationName: 'One'})
      expect(answer.status).toBe(200)
    })
})

test('a message', async () => {
  await pact
    .addAsynchronousInteraction()
    .expectsToReceive('an order was paid', builder => builder.withJSONContent({id: '1'}))
    .executeTest(async message => expect(message.contents.content).toEqual({id: '1'}))
})

test('a message with an answer', async () => {
  await pact
    .addSynchronousInteraction('the price of an order')
    .withRequest(builder => builder.withJSONContent({id: '1'}))
    .withResponse(builder => builder.withJSONContent({price: 7}))
    .executeTest(async message => expect(message.Response[0].content).toBeDefined())
})
`

const provider = `import {createServer} from 'node:http'
createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString()
  const asked = request.url === '/graphql' ? JSON.parse(body) : undefined
  const status = process.env.STATUS ?? 'OPEN'
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(asked ? {data: {order: {id: asked.variables.id, status}}} : {id: 1}))
}).listen(process.env.PORT, '127.0.0.1')
`

const states = `export const messageProviders = {
  'an order was paid': () => ({id: '1'}),
  'the price of an order': () => ({price: 7}),
}
`

const schema = `type Query { order(id: ID!): Order }
type Order { id: ID! status: Status! }
enum Status { OPEN PAID }
`

test('requests, GraphQL and messages of both kinds: written, verified and checked', async () => {
  project = consumerProject({
    'test/pact/orders.consumer.test.js': consumerTests,
    'provider.mjs': provider,
    'states.mjs': states,
    'schema.graphql': schema,
  })
  const written = await project.mesh(['pact', 'test'])
  expect(written).toMatchObject({code: 0, stdout: expect.stringContaining('1 pact with 4 interactions')})

  const verify = ['pact', 'verify', '--provider', 'orders', '--start', 'node provider.mjs', '--ready', '/']
  const told = async (status: string) => {
    const words = [...verify, '--states', 'states.mjs', '--format', 'json']
    const {stdout, stderr, code} = await (project as Project).mesh(words, {env: {STATUS: status}}) // made above
    expect(stderr).toBe('')
    const {interactions} = JSON.parse(stdout) as {interactions: {description: string; outcome: string}[]} // as printed
    return {code, outcomes: Object.fromEntries(interactions.map(each => [each.description, each.outcome]))}
  }
  const good = {
    'an order': 'passed',
    'an order by GraphQL': 'passed',
    'an order was paid': 'passed',
    'the price of an order': 'passed',
  }
  expect(await told('OPEN')).toEqual({code: 0, outcomes: good})
  expect(await told('PAID')).toEqual({code: 1, outcomes: {...good, 'an order by GraphQL': 'failed'}})

  const check = ['pact', 'check', '--contract', 'schema.graphql', '--format', 'json']
  const fine = JSON.parse((await project.mesh(check)).stdout)
  expect(fine.findings).toEqual([])
  expect(fine.providers[0].unchecked).toEqual([
    expect.stringContaining('1 request'),
    expect.stringContaining('1 message'),
    expect.stringContaining('1 interaction'),
  ])
  project.write('schema.graphql', schema.replace('status: Status!', 'state: Status!'))
  const changed = JSON.parse((await project.mesh(check)).stdout)
  expect(changed.findings).toMatchObject([
    {rule: 'pact/graphql-operation', message: expect.stringContaining('Cannot query field "status" on type "Order"')},
  ])
})
