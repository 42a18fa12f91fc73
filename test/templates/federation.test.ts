import {readFileSync} from 'node:fs'
import {composeServices} from '@theguild/federation-composition'
import {parse} from 'graphql'
import {expect, test} from 'vitest'

const directory = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
type Query { member(id: ID!): Member }
type Member @key(fields: "id") { id: ID! name: String! }
`

test('the schema of a GraphQL service composes with that of the service that it refers to', () => {
  const schema = readFileSync('templates/service/kind/graphql/files/contracts/schema.graphql', 'utf8')
  const {errors = [], supergraphSdl = ''} = composeServices([
    {name: 'work-items', url: 'http://work-items.example.com/graphql', typeDefs: parse(schema)},
    {name: 'directory', url: 'http://directory.example.com/graphql', typeDefs: parse(directory)},
  ])
  expect(errors.map(({message}) => message)).toEqual([])
  expect(supergraphSdl).toMatch(/type Member[^{]*\{[^}]*name: String!/)
})
