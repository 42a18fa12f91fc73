import {exchangesOf, lintRule} from '../model.js'
import {inContract} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
paths:
  /orders:
    get: {responses: {'200': {description: Orders.}, 4XX: {description: No.}}}
    put: {responses: {'200': {description: Orders.}, default: {description: Something else.}}}
`

export default lintRule({
  summary: 'Require that the contract describes every status that a consumer expects',
  why: 'The consumer handles a status that the provider never promised, and not the ones that it did.',
  fix: 'Expect a status that the contract lists, or describe the other one there.',
  severity: 'error',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders}
    response: {status: 404}
`,
      `
# Told by pact/status-listed.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: PUT, path: /orders}
    response: {status: 503}
`,
    ],
    invalid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders}
    response: {status: 204} # want: Interaction "an order" of "web" expects status 204; "GET /orders" answers with 200, 4XX.
`,
      `
# file: orders.yaml
openapi: 3.1.0
paths:
  /orders:
    get: {summary: Nothing yet.}
    put: {responses: {'200': {description: Orders.}, default: {description: Something else.}}}
# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders}
    response: {status: 200} # want: Interaction "an order" of "web" expects status 200; "GET /orders" describes no answer.
`,
    ],
  },

  check(contract, report, _, run) {
    for (const {api, route, interaction, answer} of exchangesOf(contract, run)) {
      const {operation} = route ?? {}
      if (operation === undefined || answer !== undefined) continue
      const {title, response} = interaction
      const known = operation.responses.map(({status}) => status).join(', ')
      report(
        response.at,
        `${title} expects status ${response.status}; "${operation.title}" ${known === '' ? 'describes no answer' : `answers with ${known}`}.`,
        inContract(api, operation.responsesNode ?? operation.node, 'The answers are here'),
      )
    }
  },
})
