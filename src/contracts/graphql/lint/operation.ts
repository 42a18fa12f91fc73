import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require operations that the schema can answer',
  why: 'A server refuses an operation that asks for what is not there, and the client that carries it fails at run time.',
  fix: 'Change the operation to what the schema has, or the schema if the field is still to come.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
# file: schema.graphql
type Query { order(id: ID!): Order }
type Order { id: ID! total: Int }
# file: client/order.graphql
query GetOrder($id: ID!) { order(id: $id) { ...Total } }
# file: client/total.graphql
fragment Total on Order { total }
`,
      `
query GetOrder { order { id } } # The schema is not at hand: nothing is said.
`,
    ],
    invalid: [
      `
# file: schema.graphql
type Query { order(id: ID!): Order }
type Order { id: ID! total: Int }
# file: client.graphql
query GetOrder($id: Int!) { # want: Variable "$id" of type "Int!" used in position expecting type "ID!".
  order(id: $id) {
    totl # want: Cannot query field "totl" on type "Order". Did you mean "total"?
  }
}
`,
      `
# file: schema.graphql
type Query { order(id: ID!): Order }
type Order { id: ID! }
# file: client.graphql
query GetOrder {
  order(id: true) # want: ID cannot represent a non-string and non-integer value: true. | Field "order" of type "Order" must have a selection of subfields. Did you mean "order { ... }"?
}
`,
    ],
  },

  check({document}, report) {
    for (const {at, message, related} of document.client?.problemsIn(document) ?? []) report(at, message, related)
  },
})
