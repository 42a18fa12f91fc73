import {fitting} from '../media-types.js'
import {exchangesOf, lintRule} from '../model.js'
import {headerOf} from '../parameters.js'
import {atOperation, inContract} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
paths:
  /orders:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses:
        '201': {description: Created., content: {application/json: {schema: {type: object}}}}
`

export default lintRule({
  summary: 'Require media types that the provider takes and gives',
  why: 'A provider answers a body in another type with 415, and a wish for another type with 406.',
  fix: 'Send and accept a type that the contract names, or describe the other one there.',
  severity: 'error',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /orders, headers: {Content-Type: application/json; charset=utf-8, Accept: 'text/html, */*;q=0.1'}, body: {}}
    response: {status: 201}
`,
      `
# Without a header Pact takes a body for JSON.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: POST, path: /orders, body: {a: 1}}
    response: {status: 201}
`,
    ],
    invalid: [
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: 
      method: POST
      path: /orders
      headers:
        Content-Type: text/xml # want: Interaction "an order" of "web" sends "text/xml"; "POST /orders" takes "application/json".
      body: <order/>
    response: {status: 201}
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: 
      method: POST
      path: /orders
      headers:
        Accept: text/csv # want: Interaction "an order" of "web" accepts "text/csv" only; "POST /orders" gives "application/json".
    response: {status: 201}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const exchange of exchangesOf(contract, run)) {
      const {api, route, interaction, isProper} = exchange
      const {operation} = route ?? {}
      if (operation === undefined || !isProper) continue
      const {request, title} = interaction
      const sent = request.body?.mediaType ?? headerOf(request.headers, 'content-type')?.texts[0]
      const taken = operation.requestBody?.content ?? []
      if (sent !== undefined && taken.length > 0 && fitting(sent, taken) === undefined)
        report(
          headerOf(request.headers, 'content-type')?.at ?? request.body?.at ?? request.at,
          `${title} sends "${sent}"; "${operation.title}" takes ${listed(taken)}.`,
          inContract(api, operation.requestBody?.node, 'The body is described here'),
        )
      const accept = headerOf(request.headers, 'accept')
      const given = operation.responses.flatMap(({content}) => content)
      const wanted = accept?.texts.join(',')
      if (accept && wanted && given.length > 0 && fitting(wanted, given) === undefined)
        report(
          accept.at,
          `${title} accepts "${wanted}" only; "${operation.title}" gives ${listed(given)}.`,
          atOperation(exchange),
        )
    }
  },
})

function listed(types: readonly {readonly name: string}[]): string {
  return [...new Set(types.map(({name}) => `"${name}"`))].join(', ')
}
