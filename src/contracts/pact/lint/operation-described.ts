import {didYouMean} from '../../../core/suggest.js'
import {exchangesOf, lintRule} from '../model.js'
import {inContract} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
servers: [{url: 'https://example.com/api'}]
paths:
  /orders/latest: {get: {responses: {'200': {description: The last one.}}}}
  /orders/{orderId}: {get: {responses: {'200': {description: An order.}}}}
`

export default lintRule({
  summary: 'Require an operation in the contract for every request of a consumer',
  why: 'A request that the contract does not describe is answered by chance, if at all: nobody promised it.',
  fix: 'Correct the path or the method in the consumer, or describe the operation in the contract of the provider.',
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
    response: {status: 200}
`,
      `
# The path of a server may stand before it.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: get, path: /api/orders/latest}
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
    request: {method: GET, path: /ordrs/latest} # want: Interaction "an order" of "web" asks for "GET /ordrs/latest", which the contract does not describe. Did you mean "/orders/latest"?
    response: {status: 200}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: DELETE, path: /orders/latest} # want: Interaction "an order" of "web" asks for "DELETE /orders/latest"; the contract describes that path for GET only.
    response: {status: 200}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const {interaction, api, route, graphql} of exchangesOf(contract, run)) {
      if (api === undefined || graphql !== undefined || route?.operation !== undefined) continue
      const {request, title} = interaction
      const asked = `${title} asks for "${request.method} ${request.path}"`
      if (route === undefined) {
        const near = didYouMean(
          request.path,
          api.document.pathItems.map(({path}) => path),
        )
        const paths = api.document.root.get('paths')
        report(
          request.at,
          `${asked}, which the contract does not describe.${near}`,
          inContract(api, paths && {node: paths, on: 'key'}, 'What it describes is here'),
        )
      } else {
        const methods = route.item.operations.map(({method}) => method.toUpperCase()).join(', ')
        report(
          request.at,
          `${asked}; the contract describes that path for ${methods || 'no method'} only.`,
          inContract(api, {node: route.item.use, on: 'key'}, 'The path is here'),
        )
      }
    }
  },
})
