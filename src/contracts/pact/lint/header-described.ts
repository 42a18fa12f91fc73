import {didYouMean} from '../../../core/suggest.js'
import {standardRequestHeaders} from '../../../standard/http-headers.js'
import {exchangesOf, lintRule} from '../model.js'
import {schemesOf} from '../parameters.js'
import {atOperation} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
security: [{key: []}]
paths:
  /orders:
    get:
      parameters: [{name: X-Request-ID, in: header, schema: {type: string}}]
      responses: {'200': {description: Orders.}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-API-Key}}
`

export default lintRule({
  summary: 'Require that the contract describes every header that a consumer sends',
  why: 'The provider, or a gateway before it, drops a header that it does not know, and the consumer never learns of it.',
  fix: 'Describe the header in the contract of the provider, or take it out of the request.',
  severity: 'warning',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders, headers: {x-request-id: r-1, Accept: application/json, X-API-Key: k}}
    response: {status: 200}
`,
      `
# Those of HTTP itself need no description.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders, headers: {If-None-Match: ['"1"'], traceparent: 00-1-1-01}}
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
    request: {method: GET, path: /orders, headers: {X-Request-IDs: r-1}} # want: Interaction "an order" of "web" sends the header "X-Request-IDs", which "GET /orders" does not have. Did you mean "X-Request-ID"?
    response: {status: 200}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: 
      method: GET
      path: /orders
      headers:
        X-Colour: [red, blue] # want: Interaction "an order" of "web" sends the header "X-Colour", which "GET /orders" does not have.
    response: {status: 200}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const exchange of exchangesOf(contract, run)) {
      const {api, route, interaction, isProper} = exchange
      const {operation} = route ?? {}
      if (api === undefined || operation === undefined || !isProper) continue
      const known = operation.parameters.filter(each => each.in === 'header').map(({name}) => name)
      const keys = schemesOf(api.document, operation).flatMap(scheme => scheme.get('name')?.text ?? [])
      const all = new Set([...known, ...keys].map(name => name.toLowerCase()))
      for (const {name, at} of interaction.request.headers)
        if (!all.has(name.toLowerCase()) && !standardRequestHeaders.has(name.toLowerCase()))
          report(
            at,
            `${interaction.title} sends the header "${name}", which "${operation.title}" does not have.${didYouMean(name, known)}`,
            atOperation(exchange),
          )
    }
  },
})
