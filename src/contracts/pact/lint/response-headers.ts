import {didYouMean} from '../../../core/suggest.js'
import {standardResponseHeaders} from '../../../standard/http-headers.js'
import {misfitMessage} from '../../json/misfit-message.js'
import {Validator} from '../../json/validation/validator.js'
import {exchangesOf, lintRule} from '../model.js'
import {parameterValue} from '../parameters.js'
import {inContract} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
paths:
  /orders/{id}:
    get:
      responses:
        '200': {description: An order., headers: {X-Total: {schema: {type: integer}}}}
        '404': {description: None.}
`

export default lintRule({
  summary: 'Require that the contract describes the headers that a consumer reads',
  why: 'A header that nobody promised is missing one day, and the consumer reads nothing.',
  fix: 'Describe the header in the contract of the provider, or do without it in the consumer.',
  severity: 'error',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
    response: {status: 200, headers: {x-total: '7', ETag: '"1"'}}
`,
      `
# Those of HTTP itself need no description.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
    response: {status: 404, headers: {Retry-After: '5', Vary: Accept}}
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
      headers:
        X-Totals: '7' # want: Interaction "an order" of "web" reads the header "X-Totals", which response 200 of "GET /orders/{id}" does not describe. Did you mean "X-Total"?
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
      headers:
        X-Total: many # want: Interaction "an order" of "web" expects a header "X-Total" that response 200 of "GET /orders/{id}" does not allow: it has to be an integer, not a string.
`,
    ],
  },

  check(contract, report, _, run) {
    for (const {api, interaction, answer} of exchangesOf(contract, run)) {
      if (api === undefined || answer === undefined) continue
      const what = answer.title.replace(/^R/, 'r')
      const validator = new Validator(api.document, 'expected')
      for (const {name, texts, at} of interaction.response.headers) {
        const lower = name.toLowerCase()
        const header = answer.headers.find(each => each.name.toLowerCase() === lower)
        if (header === undefined) {
          if (lower !== 'content-type' && !standardResponseHeaders.has(lower))
            report(
              at,
              `${interaction.title} reads the header "${name}", which ${what} does not describe.${didYouMean(
                name,
                answer.headers.map(each => each.name),
              )}`,
              inContract(api, answer.node, 'The answer is described here'),
            )
          continue
        }
        const value = parameterValue(api.document, header, texts)
        if (value === undefined || header.schema === undefined) continue
        for (const misfit of validator.misfits(header.schema, value))
          report(
            at,
            `${interaction.title} expects a header "${name}" that ${what} does not allow: ${misfitMessage(misfit)}`,
            inContract(api, header.node, 'It is declared here'),
          )
      }
    }
  },
})
