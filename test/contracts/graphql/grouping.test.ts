import {expect, test} from 'vitest'
import {readGraphql} from '../../../src/contracts/graphql/reader.js'

const read = (files: Readonly<Record<string, string>>) =>
  readGraphql(Object.entries(files).map(([path, text]) => ({path, text})))

/** The files of the schema of each file. */
async function groups(files: Readonly<Record<string, string>>): Promise<Record<string, string | undefined>> {
  const contracts = await read(files)
  return Object.fromEntries(
    contracts.map(({source, document}) => [
      source.path,
      document.schema?.files.map(file => file.source.path).join(' '),
    ]),
  )
}

test('an extension of a root belongs to the schema in its folder, whatever else is called so', async () => {
  const files = {
    'pay/ext.graphql': 'extend type Query { payments: [Payment] }',
    'pay/schema.graphql': 'type Query { payment: Payment } type Payment { id: ID! }',
    'shop/ext.graphql': 'extend type Query { orders: [Order] }',
    'shop/schema.graphql': 'type Query { order: Order } type Order { id: ID! }',
    'tools/ext.graphql': 'extend type Query { tool: Int }',
  }
  expect(await groups(files)).toEqual({
    'pay/ext.graphql': 'pay/ext.graphql pay/schema.graphql',
    'pay/schema.graphql': 'pay/ext.graphql pay/schema.graphql',
    'shop/ext.graphql': 'shop/ext.graphql shop/schema.graphql',
    'shop/schema.graphql': 'shop/ext.graphql shop/schema.graphql',
    'tools/ext.graphql': 'tools/ext.graphql',
  })
})

test('what one schema lacks is not taken from another one that begins elsewhere', async () => {
  const files = {
    'pay/schema.graphql':
      'type Query { payment: Payment } type Payment { order: Order money: Money } type Money { a: Int }',
    'shop/order.graphql': 'type Order { id: ID! money: Money }',
    'shop/schema.graphql': 'type Query { order: Order } type Money { b: Int }',
  }
  const contracts = await read(files)
  expect(contracts[0]?.document.schema?.problems.undefinedNames.map(({name}) => name)).toEqual(['Order'])
  expect(contracts[2]?.document.schema?.files).toHaveLength(2)
})

test('what stands beside two schemas is a part of both', async () => {
  const files = {
    'common/money.graphql': 'type Money { currency: Currency }',
    'common/types/currency.graphql': 'enum Currency { EUR }',
    'pay/schema.graphql': 'type Query { paid: Money }',
    'shop/schema.graphql': 'type Query { total: Money }',
  }
  const contracts = await read(files)
  expect(contracts.map(({document}) => document.schema?.problems.undefinedNames)).toEqual([[], [], [], []])
  expect(await groups(files)).toMatchObject({
    'pay/schema.graphql': 'common/money.graphql common/types/currency.graphql pay/schema.graphql',
    'shop/schema.graphql': 'common/money.graphql common/types/currency.graphql shop/schema.graphql',
  })
})

test('modules of one schema find each other beside their root, and what they define twice is a fault', async () => {
  const files = {
    'src/orders/schema.graphql': 'extend type Query { orders: [Order] } type Order { by: User } type Money { a: Int }',
    'src/root/schema.graphql': 'type Query { version: String }',
    'src/users/schema.graphql': 'extend type Query { users: [User] } type User { id: ID! } type Money { a: Int }',
  }
  const contracts = await read(files)
  expect(contracts.map(({document}) => document.schema?.files.length)).toEqual([3, 3, 3])
  expect(contracts[2]?.document.faults.map(({message}) => message)).toContain(
    'There can be only one type named "Money".',
  )
})

test('subgraphs of federation 1 that repeat an entity stay apart', async () => {
  const files = {
    'gateway/schema.graphql': 'type Query { version: String }',
    'reviews/schema.graphql':
      'extend type User @key(fields: "id") { id: ID! @external reviews: [Review] } type Review { by: User } extend type Query { all: [Review] }',
    'users/schema.graphql': 'type User @key(fields: "id") { id: ID! } extend type Query { me: User }',
  }
  expect(await groups(files)).toEqual(Object.fromEntries(Object.keys(files).map(path => [path, path])))
})

test('a dump that defines scalars of the language is no part of other schemas', async () => {
  const files = {
    'dump/schema.graphql': 'scalar ID scalar String directive @deprecated on FIELD_DEFINITION type Query { a: ID }',
    'shop/schema.graphql': 'type Query { b: String @deprecated(reason: "Use c.") c: ID }',
  }
  expect(await groups(files)).toEqual(Object.fromEntries(Object.keys(files).map(path => [path, path])))
})

test('an import tells what belongs together', async () => {
  const files = {
    'a/money.graphql': 'type Money { a: Int }',
    'b/money.graphql': 'type Money { b: Int }',
    'c/schema.graphql': "# import Money from '../b/money.graphql'\ntype Query { total: Money }",
  }
  expect((await groups(files))['c/schema.graphql']).toBe('b/money.graphql c/schema.graphql')
})
