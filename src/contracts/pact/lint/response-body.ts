import {misfitMessage} from '../../json/misfit-message.js'
import {expectedMisfits} from '../expected-misfits.js'
import {exchangesOf, lintRule} from '../model.js'
import {atOperation, atSchema, placeInBody} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
paths:
  /orders/{id}:
    get:
      responses:
        '200': {description: An order., content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
        '404': {description: None.}
components:
  schemas:
    Order:
      type: object
      required: [id, status, lines]
      properties: {id: {type: string, pattern: '^o-'}, status: {enum: [open, paid]}, lines: {type: array}}
`

export default lintRule({
  summary: 'Require that consumers expect values which the contract allows',
  why: 'The consumer was tested with a value that the provider never sends: with what it does send, nobody tested it.',
  fix: 'Use a value in the consumer test that fits the schema, or correct the schema if the provider really sends it.',
  severity: 'error',
  examples: {
    valid: [
      `
# What is left out is not read, and need not be expected.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
    response: {status: 200, body: {id: o-1, status: paid, lines: [{price: 1}]}}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
    response: {status: 404}
`,
    ],
    invalid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
    response: 
      status: 200
      body:
        id: 7 # want: Interaction "an order" of "web" expects a body that response 200 of "GET /orders/{id}" does not allow: "id" has to be a string, not an integer.
        status: payed # want: Interaction "an order" of "web" expects a body that response 200 of "GET /orders/{id}" does not allow: "status" has to be one of "open", "paid", but is "payed".
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
    response: 
      status: 404
      body: {code: GONE} # want: Interaction "an order" of "web" expects a body; response 404 of "GET /orders/{id}" has none.
`,
    ],
  },

  check(contract, report, _, run) {
    for (const exchange of exchangesOf(contract, run)) {
      const {api, interaction, answer} = exchange
      if (answer === undefined) continue
      const {title, response} = interaction
      const what = answer.title.replace(/^R/, 'r')
      // Of another type than it has is told by `response-media-type`.
      if (response.body !== undefined && answer.content.length === 0)
        report(
          {node: response.body.at, on: 'value'},
          `${title} expects a body; ${what} has none.`,
          atOperation(exchange),
        )
      for (const {misfit, body, schema} of expectedMisfits(exchange, run))
        if (!misfit.isUndescribed)
          report(
            placeInBody(body, misfit),
            `${title} expects a body that ${what} does not allow: ${misfitMessage(misfit)}`,
            atSchema(api, schema),
          )
    }
  },
})
