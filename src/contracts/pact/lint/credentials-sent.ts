import {hasCredential} from '../credentials.js'
import {exchangesOf, lintRule} from '../model.js'
import {schemeOf} from '../parameters.js'
import {inContract} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
security: [{token: []}, {key: [], tenant: []}]
paths:
  /orders:
    get: {responses: {'200': {description: Orders.}, '401': {description: No.}}}
    head: {security: [{}], responses: {'200': {description: Orders.}}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-API-Key}
    tenant: {type: apiKey, in: query, name: tenant}
`

export default lintRule({
  summary: 'Require the credentials that the operation asks for',
  why: 'Without credentials the provider answers with 401, and not with what the consumer was tested with.',
  fix: 'Send the credential in the consumer test; a test value will do, since a request filter can replace it when the provider is verified.',
  severity: 'warning',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders, query: tenant=t, headers: {X-API-Key: k}}
    response: {status: 200}
`,
      `
# Open to everybody, and refused on purpose.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: HEAD, path: /orders}
    response: {status: 200}
  - {description: nobody, request: {method: GET, path: /orders}, response: {status: 401}}
`,
    ],
    invalid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders} # want: Interaction "an order" of "web" sends no credentials; "GET /orders" asks for "token" or "key" with "tenant".
    response: {status: 200}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders, headers: {X-API-Key: k, Authorization: Basic eDp5}} # want: Interaction "an order" of "web" sends no credentials; "GET /orders" asks for "token" or "key" with "tenant".
    response: {status: 200}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const {api, route, interaction, isProper} of exchangesOf(contract, run)) {
      const {operation} = route ?? {}
      if (api === undefined || operation === undefined || !isProper) continue
      const {securityRequirements: requirements, security} = operation
      const isMet = requirements.some(({schemes}) =>
        schemes.every(name => hasCredential(interaction.request, schemeOf(api.document, name))),
      )
      if (requirements.length === 0 || isMet) continue
      const asked = requirements.map(({schemes}) => schemes.map(name => `"${name}"`).join(' with ')).join(' or ')
      report(
        interaction.request.at,
        `${interaction.title} sends no credentials; "${operation.title}" asks for ${asked}.`,
        inContract(api, security, 'They are asked for here'),
      )
    }
  },
})
