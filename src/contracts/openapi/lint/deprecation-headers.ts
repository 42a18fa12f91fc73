import {deprecationHeaders} from '../../../standard/headers.js'
import {lintRule} from '../model.js'
import {missingHeaders, theHeaders} from '../named.js'

export default lintRule({
  summary: 'Require Deprecation and Sunset headers and a 410 response on deprecated operations',
  why: 'Callers do not read contracts again once their code works. What they do see is the answer: it has to say that its end is near, and 410 has to be planned for.',
  fix: 'Declare both headers on every 2xx response of the operation, and a 410 with the code `VERSION_SUNSET` for the time after.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      deprecated: true
      responses:
        '200':
          headers:
            Deprecation: {schema: {type: string}}
            Sunset: {schema: {type: string}}
        '410': {x-error-codes: [VERSION_SUNSET]}
    post:
      responses:
        '201': {description: Not deprecated.}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      deprecated: true
      responses:
        '200': {$ref: '#/components/responses/Old'}
        '410': {description: Gone.}
        '503': {description: An error needs no such headers.}
components:
  responses:
    Old:
      headers:
        deprecation: {schema: {type: string}}
        sunset: {schema: {type: string}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      deprecated: true
      responses: # want: "GET /api/v1/orders" is deprecated, but declares no 410.
        '200': # want: "GET /api/v1/orders" is deprecated, but its response 200 does not declare the headers "Deprecation" and "Sunset".
          description: Orders.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      deprecated: true
      responses:
        '201':
          headers: {Deprecation: {}, Sunset: {}}
        '202': # want: "POST /api/v1/orders" is deprecated, but its response 202 does not declare the header "Sunset".
          headers: {Deprecation: {}}
        '410': {description: Gone.}
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const {title, node, exempt, responses, responsesNode} of operations) {
      if (exempt || node.get('deprecated')?.boolean !== true) continue
      for (const response of responses) {
        const missing = response.status.startsWith('2') ? missingHeaders(response, deprecationHeaders) : []
        if (missing.length > 0)
          // The response may be shared with operations that stay; told where this one uses it.
          report(
            response.use,
            `"${title}" is deprecated, but its response ${response.status} does not declare ${theHeaders(missing)}.`,
          )
      }
      if (!responses.some(({status}) => status === '410'))
        report(responsesNode ?? node, `"${title}" is deprecated, but declares no 410.`)
    }
  },
})
