import {type GraphqlSchema, lintRule} from '../model.js'

export default lintRule({
  summary: 'Require subgraphs that can be composed into one graph',
  why: 'Subgraphs that are right on their own may still contradict each other; the router then keeps the last graph that worked.',
  fix: 'Make the subgraphs agree: the same types for the same fields, `@shareable` on what several of them resolve, keys that they share.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
# file: orders/schema.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Query { order(id: ID!): Order }
type Order @key(fields: "id") { id: ID! total: Int }
# file: reviews/schema.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Order @key(fields: "id") { id: ID! stars: Int }
`,
      `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Query { order: Order }
type Order @key(fields: "id") { id: ID! } # One subgraph alone is not composed.
`,
      `
# Two graphs, each with a router of its own.
# file: shop/orders.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Query { user: User }
type User @key(fields: "id") { id: ID! orders: Int }
# file: shop/users.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type User @key(fields: "id") { id: ID! name: String }
# file: bank/users.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Query { user: User }
type User @key(fields: "id") { id: ID! name: Int }
# file: bank/accounts.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type User @key(fields: "id") { id: ID! accounts: Int }
`,
    ],
    invalid: [
      `
# file: orders/schema.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
type Query { order: Order }
type Order @key(fields: "id") { id: ID! total: Int @shareable } # want: Type of field "Order.total" is incompatible across subgraphs: it has type "String" in subgraph "billing/schema.graphql" but type "Int" in subgraph "orders/schema.graphql".
# file: billing/schema.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
type Order @key(fields: "id") { id: ID! total: String @shareable }
`,
      `
# file: orders/schema.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Query { order: Order }
type Order @key(fields: "id") { id: ID! total: Int } # want: Non-shareable field "Order.total" is resolved from multiple subgraphs: it is resolved from subgraphs "billing/schema.graphql" and "orders/schema.graphql" and defined as non-shareable in all of them.
# file: billing/schema.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
type Order @key(fields: "id") { id: ID! total: Int }
`,
    ],
  },

  check({document}, report) {
    const {schema} = document
    const [first] = schema?.all ?? []
    if (schema === undefined || first === undefined || schema.federation.version === 0) return
    for (const {at, message, related} of first.once(compose))
      if ('loc' in at && at.loc?.source.name === document.source.path) report(at, message, related)
  },
})

/** Worked out once for all schemas that are read together. */
function compose({all, language}: GraphqlSchema) {
  return language.compose(all)
}
