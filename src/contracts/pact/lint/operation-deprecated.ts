import {exchangesOf, lintRule} from '../model.js'
import {sentParameters} from '../parameters.js'
import {atOperation, inContract} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
paths:
  /orders:
    get: {deprecated: true, responses: {'200': {description: Orders.}}}
    post:
      parameters: [{name: dry, in: query, deprecated: true, schema: {type: boolean}}]
      responses: {'201': {description: Created.}}
`

export default lintRule({
  summary: 'Disallow requests that count on what is deprecated',
  why: 'What is deprecated goes away, and with it the consumer that still asks for it.',
  fix: 'Move the consumer to what the contract says instead, before the sunset.',
  severity: 'warning',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /orders}
    response: {status: 201}
`,
      `
# A contract that says so with false is no reason to worry.
# file: orders.yaml
openapi: 3.1.0
paths:
  /orders:
    get: {deprecated: false, responses: {'200': {description: Orders.}}}
    post:
      parameters: [{name: dry, in: query, deprecated: false, schema: {type: boolean}}]
      responses: {'201': {description: Created.}}
# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders}
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
    request: {method: GET, path: /orders} # want: Interaction "an order" of "web" asks for "GET /orders", which is deprecated.
    response: {status: 200}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /orders, query: dry=true} # want: Interaction "an order" of "web" sends the query parameter "dry", which is deprecated.
    response: {status: 201}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const exchange of exchangesOf(contract, run)) {
      const {api, route, interaction} = exchange
      const {title, request} = interaction
      const {operation} = route ?? {}
      if (operation === undefined) continue
      if (operation.node.get('deprecated')?.boolean === true)
        report(request.at, `${title} asks for "${operation.title}", which is deprecated.`, atOperation(exchange))
      for (const {parameter, texts, at} of sentParameters(exchange))
        if (texts !== undefined && parameter.deprecated)
          report(
            at,
            `${title} sends the ${parameter.in} parameter "${parameter.name}", which is deprecated.`,
            inContract(api, parameter.node, 'It is declared here'),
          )
    }
  },
})
