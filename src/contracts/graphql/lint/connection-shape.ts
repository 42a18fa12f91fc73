import {fitsPages} from '../fits-pages.js'
import type {GraphqlType} from '../model.js'
import {lintRule} from '../model.js'
import {isList, namedType, shownType} from '../nodes.js'

export default lintRule({
  summary: 'Require edges, pageInfo and totalCount in every connection, node and cursor in its edges',
  why: 'Clients turn the pages of every connection by the same code; one that looks different needs code of its own.',
  fix: 'Give the connection `edges: [XEdge!]!`, `pageInfo: PageInfo!` and `totalCount: Int!`, and its edge `node: X!` and `cursor: String!`.',
  severity: 'error',
  examples: {
    valid: [
      `
type UserConnection { edges: [UserEdge!]! pageInfo: PageInfo! totalCount: Int! nodes: [User] }
type UserEdge { node: User! cursor: String! since: String }
type PageInfo { hasNextPage: Boolean! }
type User { connection: DatabaseConnection }
enum DatabaseConnection { OPEN } # A connection of another sort.
`,
      `
# file: connection.graphql
type UserConnection { edges: [UserEdge!]! }
extend type UserConnection { pageInfo: PageInfo! totalCount: Int! }
type PageInfo { hasNextPage: Boolean! }
# file: edge.graphql
type UserEdge { node: User! cursor: String! }
type User { id: ID! }
`,
    ],
    invalid: [
      `
type UserConnection { items: [User] } # want: Connection "UserConnection" has no field "edges: [UserEdge!]!". | Connection "UserConnection" has no field "pageInfo: PageInfo!". | Connection "UserConnection" has no field "totalCount: Int!".
type User { id: ID! }
`,
      `
type UserConnection {
  edges: [UserEdge] # want: "UserConnection.edges" is of type "[UserEdge]", not "[UserEdge!]!".
  pageInfo: PageInfo # want: "UserConnection.pageInfo" is of type "PageInfo", not "PageInfo!".
  totalCount: Int!
}
type UserEdge { # want: Edge "UserEdge" has no field "cursor: String!".
  node: User # want: "UserEdge.node" is of type "User", not "User!".
}
type PageInfo { hasNextPage: Boolean! }
type User { id: ID! }
`,
      `
type UserConnection { edges: [Member!]! pageInfo: PageInfo! totalCount: Int! } # want: "UserConnection.edges" is of type "[Member!]!", not "[UserEdge!]!".
type Member { id: ID! }
type OrderEdge { node: [Order!]! cursor: String! } # want: "OrderEdge.node" is of type "[Order!]!", not "Order!".
type OrderConnection { edges: [OrderEdge!]! pageInfo: PageInfo! totalCount: Int! }
type Order { id: ID! }
type PageInfo { hasNextPage: Boolean! }
`,
    ],
  },

  check({document}, report) {
    for (const type of document.ownTypes) {
      const {kind, name} = type
      if (kind !== 'object') continue
      if (name.endsWith('Connection')) {
        const wanted = {
          edges: `[${name.slice(0, -'Connection'.length)}Edge!]!`,
          pageInfo: 'PageInfo!',
          totalCount: 'Int!',
        }
        compare(type, 'Connection', wanted)
      } else if (name.endsWith('Edge') && document.schema?.type(`${name.slice(0, -'Edge'.length)}Connection`)) {
        const node = type.fields.get('node')
        // What an edge leads to is called as the schema likes; it is one object that is there.
        const written = node && !isList(node.type) ? namedType(node.type).name.value : name.slice(0, -'Edge'.length)
        compare(type, 'Edge', {node: `${written}!`, cursor: 'String!'})
      }
    }

    function compare({name, fields, parts: [at]}: GraphqlType, what: string, wanted: Readonly<Record<string, string>>) {
      for (const [field, type] of Object.entries(wanted)) {
        const node = fields.get(field)
        if (node === undefined) {
          if (at !== undefined) report(at, `${what} "${name}" has no field "${field}: ${type}".`)
        } else if (!fitsPages(node.type, type, document.schema))
          report(node, `"${name}.${field}" is of type "${shownType(node.type)}", not "${type}".`)
      }
    }
  },
})
