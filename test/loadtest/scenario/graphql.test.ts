import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {load} from '../target/load.js'
import {startShop} from './shop.js'

const folder = mkdtempSync(join(tmpdir(), 'mesh-graphql-'))
const shop = await startShop()

afterAll(async () => {
  await shop.stop()
  rmSync(folder, {recursive: true, force: true})
})

writeFileSync(
  join(folder, 'orders.graphql'),
  'query Order($id: ID!) {order(id: $id) {id}} mutation Pay($id: ID!) {pay(id: $id) {id}}',
)
writeFileSync(
  join(folder, 'schema.graphql'),
  'type Query {order(id: ID!): Order} type Mutation {pay(id: ID!): Order} type Order @key(fields: "id") {id: ID!}',
)
// The third row is one that the shop has an error for.
writeFileSync(join(folder, 'ids.csv'), 'id\na\nb\nbroken\nc\n')

const path = join(folder, 'scenario.yaml')
writeFileSync(
  path,
  `
data: {ids: {file: ids.csv}}
scenarios:
  read:
    steps:
      - graphql: {file: orders.graphql, operationName: Order, schema: schema.graphql, variables: {id: '{{ ids.id }}'}}
        capture: {id: /data/order/id}
      - {name: pay, graphql: {file: orders.graphql, operationName: Pay, variables: {id: 'paid {{ id }}', braces: '}}'}}}
`,
)

test('variables are filled; an answer 200 with errors is an error of its own class, and ends the iteration', async () => {
  const {figures} = await load(shop.url, {scenario: path, rate: '20/s', 'allow-writes': true})
  expect(figures.operations.map(({name, requests}) => [name, requests])).toEqual([
    ['query Order', 20],
    ['pay', 15],
  ])
  expect(figures).toMatchObject({errors: {graphql: 5}, statuses: {200: 30}, requests: {planned: 35, completed: 35}})
  expect(figures.errorRate).toBeCloseTo(5 / 35, 5)
  const bodies = shop.seen.map(({body}) => JSON.parse(body))
  expect(new Set(shop.seen.map(({line, headers}) => `${line} ${headers['content-type']}`))).toEqual(
    new Set(['POST /graphql application/json']),
  )
  expect(new Set(bodies.map(({operationName}) => operationName))).toEqual(new Set(['Order', 'Pay']))
  const paid = bodies.filter(({operationName}) => operationName === 'Pay').map(({variables}) => variables)
  expect(new Set(paid.map(({id}) => id))).toEqual(new Set(['paid a', 'paid b', 'paid c']))
  expect(paid[0]?.braces).toBe('}}')
})

test('a mutation has to be allowed', async () => {
  await expect(load(shop.url, {scenario: path, rate: '20/s'})).rejects.toThrow(
    'Step 2 of "read" is a mutation, which may change data.',
  )
})
