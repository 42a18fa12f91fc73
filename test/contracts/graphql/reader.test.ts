import {expect, test} from 'vitest'
import {readGraphql} from '../../../src/contracts/graphql/reader.js'

const read = (files: Readonly<Record<string, string>>) =>
  readGraphql(Object.entries(files).map(([path, text]) => ({path, text})))

async function problems(text: string): Promise<string[]> {
  const [contract] = await read({'a.graphql': text})
  return (contract?.document.problems ?? []).map(problem => {
    const {start} = contract?.locate(problem) ?? {start: {line: 0, column: 0}}
    return `${start.line}:${start.column} ${problem.message}`
  })
}

async function typeNames(text: string): Promise<string[]> {
  const [contract] = await read({'a.graphql': text})
  return (contract?.document.types ?? []).map(({name}) => name.value)
}

test('a broken definition is told once, and those around it are read', async () => {
  const text =
    'type A { a: Int }\n"""\ntype: b\n"""\ntype B { b Int, c: }\ntype C { c: Int }\nenum D { A\n\ntype E { e: Int }\n'
  expect(await problems(text)).toEqual(['5:12 Expected ":", found Name "Int".', '9:8 Expected Name, found "{".'])
  expect(await typeNames(text)).toEqual(['A', 'C', 'E'])
})

test('characters that no token has do not end the reading', async () => {
  const text = 'type A { a: Int }\n%%%\ntype B { b: "x\n }\r\ntype C { c: Int }\r\n'
  expect(await typeNames(text)).toEqual(['A', 'C'])
  expect((await problems(text)).map(each => each.slice(0, 3))).toEqual(['2:1', '3:1', '4:2'])
})

test('nesting that would take all of the stack is a problem, not a crash', async () => {
  const deep = `type A { a: ${'['.repeat(100_000)}Int${']'.repeat(100_000)} }\ntype B { b: Int }`
  expect(await problems(deep)).toEqual(['1:1 This definition is nested too deeply to be read.'])
  expect(await typeNames(deep)).toEqual(['B'])
})

test('a file without any definition has one problem, and an empty block string none too many', async () => {
  expect(await problems('hello world\nthis is no schema\n')).toEqual(['1:1 Unexpected Name "hello".'])
  expect(await problems('"""never closed\ntype A { a: Int }\n')).toHaveLength(1)
})

test('the answer to an introspection query is told for what it is', async () => {
  expect(await problems('{"data": {"__schema": {"types": []}}}')).toEqual([
    '1:1 This is JSON, not GraphQL. Print the schema in its own language, as "printSchema" does.',
  ])
  expect(await problems('{ data }')).toEqual([])
})

test('places are those of editors, also behind CRLF and letters outside of the basic plane', async () => {
  const [contract] = await read({
    'a.graphql': '# 😀\r\ntype Ä\r\n',
    'b.graphql': 'type Query {\r\n  "😀" a: Foo\r\n}\r\n',
  })
  expect(contract?.document.problems).toHaveLength(2)
  const [, other] = await read({'a.graphql': 'scalar X', 'b.graphql': 'type Query {\r\n  "😀" a: Foo\r\n}\r\n'})
  const field = other?.document.fields[0]?.node
  expect(field && other.locate(field)).toEqual({
    path: 'b.graphql',
    start: {line: 2, column: 8},
    end: {line: 2, column: 9},
  })
})

/** The files of the schema of each file. */
async function groups(files: Readonly<Record<string, string>>): Promise<Record<string, string[] | undefined>> {
  const contracts = await read(files)
  return Object.fromEntries(
    contracts.map(({source, document}) => [source.path, document.schema?.files.map(file => file.source.path)]),
  )
}

test('files that use each other are one schema; those that stand alone are several', async () => {
  expect(
    await groups({
      'a/order.graphql': 'type Order { id: ID! customer: Customer }',
      'a/schema.graphql': 'type Query { order: Order }',
      'b/customer.graphql': 'type Customer { id: ID! }',
      'b/schema.graphql': 'type Query { customer: Customer }',
      'a/customer.graphql': 'type Customer { id: ID! }',
    }),
  ).toEqual({
    'a/order.graphql': ['a/order.graphql', 'a/schema.graphql', 'a/customer.graphql'],
    'a/schema.graphql': ['a/order.graphql', 'a/schema.graphql', 'a/customer.graphql'],
    'a/customer.graphql': ['a/order.graphql', 'a/schema.graphql', 'a/customer.graphql'],
    'b/customer.graphql': ['b/customer.graphql', 'b/schema.graphql'],
    'b/schema.graphql': ['b/customer.graphql', 'b/schema.graphql'],
  })
})

test('subgraphs that refer to the same entity stay apart', async () => {
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n'
  const found = await groups({
    'orders.graphql': `${link}extend type User @key(fields: "id") { id: ID! orders: [Int] }`,
    'users.graphql': `${link}type User @key(fields: "id") { id: ID! } type Query { me: User }`,
  })
  expect(found).toEqual({'orders.graphql': ['orders.graphql'], 'users.graphql': ['users.graphql']})
})

test('operations ask the nearest schema; between two nobody can tell', async () => {
  const found = await groups({
    'a/schema.graphql': 'type Query { a: Int }',
    'a/client/get.graphql': 'query Get { a }',
    'b/one.graphql': 'type Query { a: Int }',
    'b/two.graphql': 'type Query { b: Int }',
    'b/get.graphql': 'query Get { a }',
  })
  expect(found['a/client/get.graphql']).toEqual(['a/schema.graphql'])
  expect(found['b/get.graphql']).toBeUndefined()
})

test('comments exempt what they stand above or behind, or the whole file', async () => {
  const [contract] = await read({
    'a.graphql': [
      'type A { # mesh-ignore graphql-naming It is called so by others.',
      '  a: Int',
      '  # mesh-ignore graphql/list-uses-connection Never more than three.',
      '  "The b."',
      '  b(c: Int): [A]',
      '  d: Int',
      '}',
      'type B { b: Int }',
    ].join('\n'),
    'b.graphql': '# mesh-ignore graphql-naming Generated.\n\ntype c { d: Int }',
  })
  if (!contract) throw new Error('There is a contract.')
  const [a, b, d] = contract.document.fields.map(({node}) => node)
  const [typeA, typeB] = contract.document.types
  if (!a || !b || !d || !typeA || !typeB) throw new Error('All fields are read.')
  const lists = 'graphql/list-uses-connection'
  expect([a, b, d].map(node => contract.exemption?.(node, lists)?.reason)).toEqual([
    undefined,
    'Never more than three.',
    undefined,
  ])
  expect([typeA, a, typeB].map(node => contract.exemption?.(node, 'graphql/naming') !== undefined)).toEqual([
    true,
    true,
    false,
  ])
  expect(contract.document.api.exemptions.map(({rule, reason}) => [rule, reason])).toEqual([
    ['graphql-naming', 'It is called so by others.'],
    [lists, 'Never more than three.'],
  ])
  const [, whole] = await read({
    'a.graphql': 'type A { a: Int }',
    'b.graphql': '# mesh-ignore graphql-naming Generated.\n\ntype c { d: Int }',
  })
  const type = whole?.document.types[0]
  expect(type && whole?.exemption?.(type, 'graphql/naming')?.reason).toBe('Generated.')
})

test('ten thousand types and as many faults take time in proportion', async () => {
  const types = Array.from({length: 10_000}, (_, index) => `type T${index} { next: T${index + 1} lost: Lost }`)
  const [contract] = await read({'a.graphql': `type Query { first: T0 }\n${types.join('\n')}`})
  expect(contract?.document.schema?.problems.undefinedNames).toHaveLength(10_001)
})
