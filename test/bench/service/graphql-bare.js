// Mercurius with the fields that are measured, and with nothing else: the peer of the GraphQL service.
import {fastify} from 'fastify'
import {mercurius} from 'mercurius'

const createdAt = '2026-01-31T10:00:00.000Z'
const items = ['First', 'Second', 'Third'].map((name, index) => ({
  id: `00000000-0000-4000-8000-00000000000${index + 1}`,
  name: `${name} order`,
  version: 1,
  updatedAt: createdAt,
}))

const app = fastify({logger: false})
await app.register(mercurius, {
  schema: `
    type Query { orders(first: Int = 20): OrderConnection! }
    type OrderConnection { edges: [OrderEdge!]! pageInfo: PageInfo! totalCount: Int! }
    type OrderEdge { node: Order! cursor: String! }
    type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
    type Order { id: ID! name: String! version: Int! updatedAt: String! }`,
  resolvers: {
    Query: {
      orders: async (_source, {first}) => {
        const edges = items.slice(0, first).map(node => ({node, cursor: node.id}))
        const pageInfo = {hasNextPage: false, hasPreviousPage: false, startCursor: edges[0].cursor, endCursor: null}
        return {edges, pageInfo, totalCount: items.length}
      },
    },
  },
})
const address = await app.listen({host: '127.0.0.1', port: 0})
console.log(`Server listening at ${address}"`)
