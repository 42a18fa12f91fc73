import {fitting} from '../media-types.js'
import {exchangesOf, lintRule} from '../model.js'
import {headerOf} from '../parameters.js'
import {inContract} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: orders.yaml
openapi: 3.1.0
paths:
  /orders/{id}:
    get:
      responses:
        '200': {description: An order., content: {application/vnd.example+json: {}}}
        '404': {description: None.}
`

export default lintRule({
  summary: 'Require the media type that the contract gives for an answer',
  why: 'The consumer reads the body by its type; one of another type cannot be read.',
  fix: 'Expect a type that the contract names, or describe the other one there.',
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
    response: {status: 200, headers: {content-type: 'application/json; charset=utf-8'}, body: {}}
`,
      `
# An answer without a body has no type.
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
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
    request: {method: GET, path: /orders/o-1}
    response: 
      status: 200
      headers:
        Content-Type: text/xml # want: Interaction "an order" of "web" expects "text/xml"; response 200 of "GET /orders/{id}" is "application/vnd.example+json".
      body: <order/>
`,
      `
${contract}# file: pact.yaml
consumer: {name: web}
provider: {name: orders}
interactions:
  - description: an order
    request: {method: GET, path: /orders/o-1}
    response: 
      status: 404
      headers:
        Content-Type: application/json # want: Interaction "an order" of "web" expects "application/json"; response 404 of "GET /orders/{id}" has no body.
`,
    ],
  },

  check(contract, report, _, run) {
    for (const {api, answer, interaction} of exchangesOf(contract, run)) {
      const {response, title} = interaction
      const header = headerOf(response.headers, 'content-type')
      const expected = header?.texts[0] ?? response.body?.mediaType
      if (answer === undefined || expected === undefined || fitting(expected, answer.content)) continue
      const given = answer.content.map(({name}) => `"${name}"`).join(', ')
      report(
        header?.at ?? response.body?.at ?? response.at,
        `${title} expects "${expected}"; ${answer.title.replace(/^R/, 'r')} ${given === '' ? 'has no body' : `is ${given}`}.`,
        inContract(api, answer.node, 'The answer is described here'),
      )
    }
  },
})
