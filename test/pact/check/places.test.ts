import {afterEach, expect, test} from 'vitest'
import {Project} from '../mesh.js'

let project: Project | undefined

afterEach(() => project?.remove())

const files = {
  'openapi.yaml': `openapi: 3.1.0
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: An order.}}
`,
  'schema.graphql': `type Query {
  order(id: ID!): Order
  old: Int @deprecated(reason: "Use order.")
}

type Order {
  id: ID!
  total: Int!
}
`,
  'events.yaml': `asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  orders: {address: orders, messages: {paid: {$ref: '#/components/messages/OrderPaid'}}}
components:
  messages:
    OrderPaid: {name: OrderPaid, payload: {type: object, properties: {id: {type: string}}}}
`,
}

const graphql = (description: string, query: string, data: unknown = undefined, variables: unknown = undefined) => ({
  description,
  request: {method: 'POST', path: '/graphql', body: {query, variables}},
  response: {status: 200, body: {data}},
})

const web = {
  consumer: {name: 'web'},
  provider: {name: 'orders'},
  interactions: [
    {description: 'unknown', request: {method: 'GET', path: '/ordrs'}, response: {status: 200}},
    {description: 'a status', request: {method: 'GET', path: '/orders/1'}, response: {status: 204}},
    graphql('an unknown field', '{ order(id: 1) { totl } }'),
    graphql('an unknown argument', '{ order(id: 1, at: 2) { id } }'),
    graphql('no argument', '{ order { id } }'),
    graphql('no variable', 'query One($id: ID!) { order(id: $id) { id } }'),
    graphql('no text of the language', '{ order('),
    graphql('what is deprecated', '{ old }'),
    graphql('a value of another type', '{ order(id: 1) { total } }', {order: {total: 'much'}}),
    graphql('a field that is not asked for', '{ order(id: 1) { id } }', {order: {total: 1}}),
  ],
  metadata: {pactSpecification: {version: '3.0.0'}},
}

const mail = {
  consumer: {name: 'mail'},
  provider: {name: 'orders'},
  messages: [
    {description: 'OrderPaid', contents: {id: 7}},
    {description: 'an unknown one', contents: {name: 'x'}},
  ],
  metadata: {pactSpecification: {version: '3.0.0'}},
}

test('every finding has a place in the pact and one in the contract, whatever its language', async () => {
  project = new Project({...files, 'pacts/web.json': web, 'pacts/mail.json': mail})
  const contracts = Object.keys(files).flatMap(path => ['--contract', path])
  const {stdout} = await project.mesh(['pact', 'check', ...contracts, '--format', 'json'])
  const told = JSON.parse(stdout).findings.map(
    ({message, location, related = []}: Found) =>
      `${/"(.*?)"/.exec(message)?.[1]} ${location.path} ${related.map(each => `${each.location.path}:${each.location.start.line}`).join(' ')}`,
  )
  expect(told.sort()).toEqual(
    [
      'OrderPaid pacts/mail.json events.yaml:7',
      'an unknown one pacts/mail.json events.yaml:1',
      'unknown pacts/web.json openapi.yaml:3',
      'a status pacts/web.json openapi.yaml:7',
      'an unknown field pacts/web.json schema.graphql:6',
      'an unknown argument pacts/web.json schema.graphql:2',
      'no argument pacts/web.json schema.graphql:2',
      'no variable pacts/web.json schema.graphql:1',
      'no text of the language pacts/web.json schema.graphql:1',
      'what is deprecated pacts/web.json schema.graphql:3',
      'a value of another type pacts/web.json schema.graphql:8',
      'a field that is not asked for pacts/web.json schema.graphql:6',
    ].sort(),
  )
})

interface Found {
  readonly message: string
  readonly location: Location
  readonly related?: readonly {readonly location: Location}[]
}

interface Location {
  readonly path: string
  readonly start: {readonly line: number}
}
