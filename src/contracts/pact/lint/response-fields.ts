import {z} from 'zod'
import {expectedMisfits} from '../expected-misfits.js'
import {exchangesOf, lintRule} from '../model.js'
import {atSchema, placeInBody} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
paths:
  /orders/{id}:
    get:
      responses:
        '200':
          description: An order.
          headers: {X-Total: {schema: {type: integer}}}
          content: {application/vnd.example+json: {schema: {$ref: '#/components/schemas/Order'}}}
        '404': {description: None.}
components:
  schemas:
    Base: {type: object, required: [id], properties: {id: {type: string, pattern: '^o-'}}}
    Order:
      allOf: [{$ref: '#/components/schemas/Base'}]
      required: [status, lines]
      properties:
        status: {enum: [open, paid]}
        parent: {$ref: '#/components/schemas/Order'}
        payment: {oneOf: [{type: object, properties: {card: {type: string}}}, {type: object, properties: {iban: {type: string}}}]}
        tags: {type: object, additionalProperties: {type: string}}
        any: {type: object}
        lines: {type: array, items: {type: object, properties: {price: {type: number}}}}
`

export default lintRule({
  summary: 'Require that the contract describes every field that a consumer reads',
  why: 'A field that the schema does not have may be gone with the next release: nobody promised it.',
  fix: 'Describe the field in the contract of the provider, or read another one in the consumer.',
  severity: 'error',
  options: z.strictObject({
    freeForm: z
      .boolean()
      .default(false)
      .describe('Whether consumers may read anything of objects about which the contract says nothing but that.'),
  }),
  examples: {
    valid: [
      `
# Fields of allOf, of one of several, of maps, and of what is open.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
    response: {status: 200, body: {id: o-1, parent: {status: paid}, payment: {iban: DE1}, tags: {a: b}, any: {}}}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
    response: {status: 200, body: {lines: []}}
`,
      `
# options: {"freeForm": true}
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
    response:
      status: 200
      body:
        any:
          thing: 1
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
        stauts: open # want: Interaction "an order" of "web" reads "stauts", which response 200 of "GET /orders/{id}" does not describe.
        parent:
          colour: red # want: Interaction "an order" of "web" reads "parent.colour", which response 200 of "GET /orders/{id}" does not describe.
`,
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
        payment:
          cash: 7 # want: Interaction "an order" of "web" reads "payment.cash", which response 200 of "GET /orders/{id}" does not describe.
        lines:
          - price: 1.5
            pcs: 2 # want: Interaction "an order" of "web" reads "lines[0].pcs", which response 200 of "GET /orders/{id}" does not describe.
`,
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
        any:
          thing: 1 # want: Interaction "an order" of "web" reads "any.thing", which response 200 of "GET /orders/{id}" does not describe.
`,
    ],
  },

  check(contract, report, {freeForm}, run) {
    for (const exchange of exchangesOf(contract, run)) {
      const {api, interaction, answer} = exchange
      for (const {misfit, body, schema, way} of expectedMisfits(exchange, run))
        if (misfit.isUndescribed && !(freeForm && misfit.isFreeForm))
          report(
            placeInBody(body, misfit),
            `${interaction.title} reads "${way}", which ${answer?.title.replace(/^R/, 'r')} does not describe.`,
            atSchema(api, schema),
          )
    }
  },
})
