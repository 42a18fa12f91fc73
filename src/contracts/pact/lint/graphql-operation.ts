import {exchangesOf, lintRule} from '../model.js'
import {inSchema} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: schema.graphql
type Query { order(id: ID!): Order old: Int }
type Order { id: ID! total: Int! }
`

export default lintRule({
  summary: 'Require operations of GraphQL that the schema of the provider allows',
  why: 'A mock server answers any text. The provider refuses what its schema does not have.',
  fix: 'Correct the operation or its variables in the consumer, or the schema of the provider.',
  severity: 'error',
  examples: {
    valid: [
      `
# White space, names of operations and the order of fields do not matter.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /graphql, body: {query: 'query One($id: ID!) { order(id: $id) { total id } }', variables: {id: o-1}}}
    response: {status: 200}
`,
      `
# One of two, asked for by its name; and a query in the address.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /graphql, body: {query: 'query A { old } query B { old }', operationName: B}}
    response: {status: 200}
  - description: by address
    request: {method: GET, path: /graphql, query: 'query={ old }'}
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
        query: '{ order(id: 1) { totl } }' # want: Interaction "an order" of "web" sends an operation that the schema refuses: Cannot query field "totl" on type "Order". Did you mean "total"?
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
        query: 'query One($id: ID!) { order(id: $id) { id } }' # want: Interaction "an order" of "web" sends an operation that the schema refuses: Variable "$id" of required type "ID!" was not provided. | Interaction "an order" of "web" sends an operation that the schema refuses: Variable "$di" is sent, but not declared.
        variables: {di: o-1}
    response: {status: 200}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const {graphql, interaction} of exchangesOf(contract, run))
      for (const problem of graphql?.judged.problems ?? [])
        if (graphql)
          report(
            graphql.at,
            `${interaction.title} sends an operation that the schema refuses: ${problem.message}`,
            inSchema(graphql, problem.described),
          )
  },
})
