import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require what the GraphQL specification requires of a schema',
  why: 'Servers refuse to start with such a schema, generators refuse to read it, or each of them takes it in another way.',
  fix: 'Change what is named to what the specification allows there; subgraphs may use whatever their `@link` brings.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", {name: "@override", as: "@taken"}])

type Query { order(id: ID!): Order }
type Order @key(fields: "id") {
  id: ID!
  total: Int @taken(from: "billing") @federation__inaccessible
}
`,
      `
# file: schema.graphql
type Query { node(id: ID!): Node }
interface Node { id: ID! }
# file: order.graphql
type Order implements Node { id: ID! }
extend type Order { total: Int @bounded(max: 10) }
`,
      `
extend type User @key(fields: "id") {
  id: ID! @external
  orders: [String]
}
`,
    ],
    invalid: [
      `
type Query { order: Order }
interface Node { id: ID! } # want: Interface field Node.id expected but Order does not provide it.
type Order implements Node { total: Int total: Int } # want: Field "Order.total" can only be defined once.
`,
      `
type Query { order(by: Order): Order } # want: The type of Query.order(by:) must be Input Type but got: Order.
type Order { id: ID! }
type Order { name: String } # want: There can be only one type named "Order".
enum State { OPEN OPEN } # want: Enum value "State.OPEN" can only be defined once.
`,
      `
type Mutation { pay: String } # want: The schema has no root for queries: define the type "Query", or name another one in "schema".
`,
    ],
  },

  check({document}, report) {
    for (const {at, message, related} of document.faults) report(at, message, related)
  },
})
