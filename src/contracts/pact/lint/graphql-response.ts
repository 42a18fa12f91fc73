import {misfitMessage} from '../../json/misfit-message.js'
import {dataMisfits} from '../answered-data.js'
import {exchangesOf, lintRule} from '../model.js'
import {inSchema, placeInBody} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: schema.graphql
type Query { order(id: ID!): Order }
type Order { id: ID! total: Int! state: State lines: [Line!]! }
type Line { price: Float }
enum State { OPEN PAID }
`

export default lintRule({
  summary: 'Require that consumers expect data which the operation selects and the schema allows',
  why: 'The consumer was tested with data that the provider never sends.',
  fix: 'Expect what the operation selects, in the types that the schema gives it.',
  severity: 'error',
  examples: {
    valid: [
      `
# Under its alias, a part of what is selected, and null where it may be.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /graphql, body: {query: '{ first: order(id: 1) { ...Sum lines { price } } } fragment Sum on Order { total state }'}}
    response: {status: 200, body: {data: {first: {total: 7, state: null, lines: [{price: 1.5}]}}}}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /graphql, body: {query: '{ order(id: 1) { id } }'}}
    response: {status: 200, body: {data: null, errors: [{message: Gone.}]}}
`,
    ],
    invalid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /graphql, body: {query: '{ order(id: 1) { id total state } }'}}
    response: 
      status: 200
      body:
        data:
          order:
            total: '7' # want: Interaction "an order" of "web" expects data that it does not get: "order.total" has to be of type "Int", but is "7".
            state: GONE # want: Interaction "an order" of "web" expects data that it does not get: "order.state" has to be a value of the enum "State", but is "GONE".
            lines: [] # want: Interaction "an order" of "web" expects data that it does not get: "order.lines" is not what the operation selects.
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /graphql, body: {query: '{ order(id: 1) { lines { price } } }'}}
    response: 
      status: 200
      body:
        data:
          order:
            lines: {price: 1} # want: Interaction "an order" of "web" expects data that it does not get: "order.lines" has to be a list.
`,
    ],
  },

  check(contract, report, _, run) {
    for (const {graphql, interaction} of exchangesOf(contract, run)) {
      const {title, response} = interaction
      const {body} = response
      if (graphql === undefined || graphql.judged.problems.length > 0 || body === undefined) continue
      const {data} = (typeof body.value === 'object' ? body.value : {}) as {readonly data?: unknown}
      const at = body.isPlaced ? body.at.get('data') : undefined
      for (const misfit of data === undefined ? [] : dataMisfits(graphql, data))
        report(
          placeInBody(at ? {...body, at} : {...body, isPlaced: false}, misfit),
          `${title} expects data that it does not get: ${misfitMessage(misfit)}`,
          inSchema(graphql, misfit.described),
        )
    }
  },
})
