import {exchangesOf, lintRule} from '../model.js'
import {inSchema} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: schema.graphql
type Query { order(id: ID!): Order old: Int @deprecated(reason: "Use order.") }
type Order { id: ID! }
`

export default lintRule({
  summary: 'Disallow operations of GraphQL that use what the schema has deprecated',
  why: 'What is deprecated goes away, and with it the consumer that still asks for it.',
  fix: 'Ask for what the reason of the deprecation names.',
  severity: 'warning',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /graphql, body: {query: '{ order(id: 1) { id } }'}}
    response: {status: 200}
`,
      `
# What is refused anyway has another fault.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /graphql, body: {query: '{ old none }'}}
    response: {status: 200}
`,
    ],
    invalid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: 
      method: POST
      path: /graphql
      body:
        query: '{ old }' # want: Interaction "an order" of "web" uses what is deprecated: The field Query.old is deprecated. Use order.
    response: {status: 200}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: 
      method: POST
      path: /graphql
      body:
        query: 'query Both { new: old order(id: 1) { id } }' # want: Interaction "an order" of "web" uses what is deprecated: The field Query.old is deprecated. Use order.
    response: {status: 200}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const {graphql, interaction} of exchangesOf(contract, run))
      for (const use of graphql?.judged.deprecated ?? [])
        if (graphql)
          report(
            graphql.at,
            `${interaction.title} uses what is deprecated: ${use.message}`,
            inSchema(graphql, use.described),
          )
  },
})
