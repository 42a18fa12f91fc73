import {misfitMessage} from '../../json/misfit-message.js'
import {Validator} from '../../json/validation/validator.js'
import {judgedBody} from '../judged-body.js'
import {exchangesOf, lintRule} from '../model.js'
import {atOperation, atSchema, placeInBody} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
paths:
  /orders:
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'201': {description: Created.}, '400': {description: No.}}
    get: {responses: {'200': {description: Orders.}}}
components:
  schemas:
    Order:
      type: object
      required: [id, amount]
      additionalProperties: false
      properties:
        id: {type: string, readOnly: true}
        amount: {type: integer, minimum: 1}
        note: {oneOf: [{type: string}, {type: 'null'}]}
        parts: {type: array, items: {$ref: '#/components/schemas/Order'}}
`

export default lintRule({
  summary: 'Require request bodies that the provider accepts',
  why: 'The mock server takes whatever the consumer sends; the provider refuses what its schema forbids.',
  fix: 'Correct the body in the consumer, or the schema if the provider really accepts it.',
  severity: 'error',
  examples: {
    valid: [
      `
# What only the provider gives is not missing.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /orders, body: {amount: 2, note: null, parts: [{amount: 1}]}}
    response: {status: 201}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: a refused order
    request: {method: POST, path: /orders, body: {amount: '2'}}
    response: {status: 400}
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
      path: /orders
      body:
        amount: '2' # want: Interaction "an order" of "web" sends a body that is not accepted: "amount" has to be an integer, not a string.
        parts:
          - amount: 0 # want: Interaction "an order" of "web" sends a body that is not accepted: "parts[0].amount" has to be at least 1, but is 0.
            colour: red # want: Interaction "an order" of "web" sends a body that is not accepted: "parts[0].colour" is not described by the schema, which allows no others.
    response: {status: 201}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /orders} # want: Interaction "an order" of "web" sends no body; "POST /orders" requires one.
    response: {status: 201}
  - description: orders by body
    request:
      method: GET
      path: /orders
      body: {status: open} # want: Interaction "orders by body" of "web" sends a body; "GET /orders" takes none.
    response: {status: 200}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const exchange of exchangesOf(contract, run)) {
      const {api, route, interaction, isProper} = exchange
      const {operation} = route ?? {}
      if (api === undefined || operation === undefined || !isProper) continue
      const {request, title} = interaction
      const {body} = request
      const described = operation.requestBody
      if (body === undefined) {
        if (described?.required)
          report(request.at, `${title} sends no body; "${operation.title}" requires one.`, atOperation(exchange))
        continue
      }
      if (described === undefined) {
        report(
          {node: body.at, on: 'value'},
          `${title} sends a body; "${operation.title}" takes none.`,
          atOperation(exchange),
        )
        continue
      }
      const judged = judgedBody(api.document, body, described.content)
      if (judged === undefined) continue
      for (const misfit of new Validator(api.document, 'request').misfits(judged.schema, judged.value))
        report(
          placeInBody(body, misfit),
          `${title} sends a body that is not accepted: ${misfitMessage(misfit)}`,
          atSchema(api, judged.schema),
        )
    }
  },
})
