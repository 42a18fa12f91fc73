import {didYouMean} from '../../../core/suggest.js'
import {exchangesOf, lintRule} from '../model.js'
import {knowsQuery} from '../parameters.js'
import {atOperation} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
paths:
  /orders:
    get:
      parameters:
        - {name: status, in: query, schema: {type: string}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {city: {type: string}}}}
        - {name: page, in: query, schema: {type: object, properties: {size: {type: integer}}}}
      responses: {'200': {description: Orders.}, '400': {description: No.}}
`

export default lintRule({
  summary: 'Require that the contract describes every query parameter that a consumer sends',
  why: 'A parameter that nobody described is ignored today and may mean anything tomorrow: the consumer filters, and gets everything.',
  fix: 'Correct the name in the consumer, or describe the parameter in the contract of the provider.',
  severity: 'error',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders, query: {status: [open], 'filter[city]': [Bonn], size: ['10']}}
    response: {status: 200}
`,
      `
# What is refused may be wrong on purpose.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders, query: colour=red}
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
    request: {method: GET, path: /orders, query: stauts=open} # want: Interaction "an order" of "web" sends the query parameter "stauts", which "GET /orders" does not have. Did you mean "status"?
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
      query:
        status: [open]
        verbose: ['1'] # want: Interaction "an order" of "web" sends the query parameter "verbose", which "GET /orders" does not have.
    response: {status: 200}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const exchange of exchangesOf(contract, run)) {
      const {api, route, interaction, isProper} = exchange
      const {operation} = route ?? {}
      if (api === undefined || operation === undefined || !isProper) continue
      const known = operation.parameters.filter(each => each.in === 'query').map(({name}) => name)
      for (const {name, at} of interaction.request.query)
        if (!knowsQuery(api.document, operation, name))
          report(
            at,
            `${interaction.title} sends the query parameter "${name}", which "${operation.title}" does not have.${didYouMean(name, known)}`,
            atOperation(exchange),
          )
    }
  },
})
