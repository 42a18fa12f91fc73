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
  summary: 'Require that the contract lists every status that a consumer expects by its number',
  why: '"default" promises nothing about a status: which one comes, and what it means, is left to the provider.',
  fix: 'List the status in the contract of the provider.',
  severity: 'warning',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: PUT, path: /orders}
    response: {status: 200}
`,
      `
# A range says what the statuses of it have in common.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders}
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
    request: {method: PUT, path: /orders}
    response: {status: 503} # want: Interaction "an order" of "web" expects status 503, which "PUT /orders" covers by "default" alone.
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: PUT, path: /orders}
    response: {status: 200}
  - description: a conflict
    request: {method: PUT, path: /orders}
    response: {status: 409} # want: Interaction "a conflict" of "web" expects status 409, which "PUT /orders" covers by "default" alone.
`,
    ],
  },

  check(contract, report, _, run) {
    for (const {api, route, interaction, answer} of exchangesOf(contract, run)) {
      if (answer?.status !== 'default' || route?.operation === undefined) continue
      const {title, response} = interaction
      report(
        response.at,
        `${title} expects status ${response.status}, which "${route.operation.title}" covers by "default" alone.`,
        inContract(api, answer.use, 'The default is here'),
      )
    }
  },
})
