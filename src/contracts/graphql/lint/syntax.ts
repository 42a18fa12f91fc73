import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require text that a GraphQL parser can read',
  why: 'A server does not start and a client is not generated from a file with a fault in its syntax.',
  fix: 'Mend the place that is named; the definitions before and behind it are judged in any case.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  always: true,
  examples: {
    valid: [
      `
"Definitions may be called by any word of the language."
type Query {
  type: String
  input(query: Int): [String!]!
}
`,
      `
query Orders($first: Int = 20) {
  orders(first: $first) { ...on Order { id } }
}
`,
    ],
    invalid: [
      `
type Query {
  order id: ID!): String # want: Expected ":", found Name "id".
}

type Order {
  id: ID! = # want: Expected Name, found "=".
}

type Item { id: ID! }
`,
      `
type Query {
  order: String

"What was bought."
type Item { # want: Expected ":", found Name "Item".
  id: ID! = # want: Expected Name, found "=".
}
`,
    ],
  },

  check({document}, report) {
    for (const problem of document.problems) report(problem, problem.message)
  },
})
