import {misfitMessage} from '../../json/misfit-message.js'
import {Validator} from '../../json/validation/validator.js'
import {exchangesOf, lintRule} from '../model.js'
import {parameterValue, sentParameters} from '../parameters.js'
import {inContract} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
paths:
  /orders/{number}:
    get:
      parameters:
        - {name: number, in: path, required: true, schema: {type: integer}}
        - {name: expand, in: query, required: true, schema: {type: array, items: {enum: [lines, customer]}}}
        - {name: X-Tenant, in: header, required: true, schema: {type: string, pattern: '^t-'}}
      responses: {'200': {description: An order.}, '422': {description: No.}}
`

export default lintRule({
  summary: 'Require parameters that the provider accepts',
  why: 'A request without a parameter that is required, or with one of another type, is refused: the consumer was tested against an answer that it never gets.',
  fix: 'Correct the request in the consumer, or the contract if the provider really accepts it.',
  severity: 'error',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/7, query: 'expand=lines,customer', headers: {x-tenant: t-1}}
    response: {status: 200}
`,
      `
# Who expects to be refused sends what is wrong.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/seven}
    response: {status: 422}
`,
    ],
    invalid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/seven, query: expand=lines, headers: {X-Tenant: t-1}} # want: Interaction "an order" of "web" sends a path parameter "number" that is not accepted: it has to be an integer, not a string.
    response: {status: 200}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/7, query: expand=all, headers: {}} # want: Interaction "an order" of "web" sends a query parameter "expand" that is not accepted: "[0]" has to be one of "lines", "customer", but is "all". | Interaction "an order" of "web" does not send the header parameter "X-Tenant", which is required.
    response: {status: 200}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const exchange of exchangesOf(contract, run)) {
      const {api, interaction, isProper} = exchange
      if (api === undefined || !isProper) continue
      const validator = new Validator(api.document, 'request')
      for (const {parameter, texts, at} of sentParameters(exchange)) {
        const what = `${parameter.in} parameter "${parameter.name}"`
        const declared = inContract(api, parameter.node, 'It is declared here')
        if (texts === undefined) {
          if (parameter.required)
            report(at, `${interaction.title} does not send the ${what}, which is required.`, declared)
          continue
        }
        const value = parameterValue(api.document, parameter, texts)
        if (value === undefined || parameter.schema === undefined) continue
        for (const misfit of validator.misfits(parameter.schema, value))
          report(at, `${interaction.title} sends a ${what} that is not accepted: ${misfitMessage(misfit)}`, declared)
      }
    }
  },
})
