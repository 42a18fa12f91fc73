import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow operations that use what the schema has deprecated',
  why: 'What is deprecated will be removed, and then the operation fails in every client that is already delivered.',
  fix: 'Use what the reason of the deprecation names instead.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
# file: schema.graphql
type Query { old: Int @deprecated(reason: "Use new.") new: Int }
# file: client.graphql
query New { new old: new }
`,
      `
query Old { old } # The schema is not at hand.
`,
    ],
    invalid: [
      `
# file: schema.graphql
type Query { old: Int @deprecated(reason: "Use new.") new: Int }
# file: client.graphql
query Old { ...Values }
fragment Values on Query {
  new: old # want: The field Query.old is deprecated. Use new.
}
`,
      `
# file: schema.graphql
type Query { orders(state: State, by: Int @deprecated(reason: "Use state.")): Int }
enum State { OPEN GONE @deprecated(reason: "Use OPEN.") }
# file: client.graphql
query Orders {
  orders(state: GONE, by: 1) # want: Field "Query.orders" argument "by" is deprecated. Use state. | The enum value "State.GONE" is deprecated. Use OPEN.
}
`,
    ],
  },

  check({document}, report) {
    const {client} = document
    for (const {at, message} of client?.language.deprecatedUses(document, client) ?? []) report(at, message)
  },
})
