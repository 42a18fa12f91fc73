import {lintRule} from '../model.js'
import {headerOf, usedBy} from '../named.js'

export default lintRule({
  summary: 'Require a Location header on 201 and 202',
  why: 'Whoever has made something wants to read it next, and whoever has begun a job wants to ask for it. Without `Location` each client builds that address itself, and breaks when it changes.',
  fix: 'Declare the header `Location` with the format `uri-reference`: the new resource for 201, the job for 202.',
  severity: 'warning',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      responses:
        '201': {headers: {Location: {schema: {type: string, format: uri-reference}}}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      responses:
        '200': {description: Nothing new.}
        '202': {$ref: '#/components/responses/Accepted'}
components:
  responses:
    Accepted: {headers: {location: {schema: {type: string}}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post:
      responses:
        '201': # want: Response 201 of "POST /api/v1/orders" does not declare the header "Location".
          headers: {ETag: {schema: {type: string}}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    post: {responses: {'202': {$ref: '#/components/responses/Accepted'}}}
  /api/v1/reports:
    post: {responses: {'202': {$ref: '#/components/responses/Accepted'}}}
components:
  responses:
    Accepted: # want: Response "Accepted" does not declare the header "Location".
      content: {application/json: {schema: {properties: {location: {type: string}}}}}
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const operation of operations)
      for (const response of operation.exempt ? [] : operation.responses)
        if (['201', '202'].includes(response.status) && !headerOf(response, 'Location'))
          report(
            response.node,
            `${response.title} does not declare the header "Location".`,
            usedBy(operation, response),
          )
  },
})
