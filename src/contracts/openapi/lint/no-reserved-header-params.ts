import {reservedHeaders} from '../../../standard/headers.js'
import {lintRule} from '../model.js'
import {parameterTitle, usedBy} from '../named.js'

export default lintRule({
  summary: 'Disallow header parameters named Accept, Content-Type or Authorization',
  why: 'OpenAPI says that parameters of these names are ignored: what they promise is in no generated client and checked by no server.',
  fix: 'Describe bodies by their media types and access by `security`, and remove the parameter.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      security: [{bearerAuth: []}]
      parameters:
        - {name: Accept-Language, in: header, schema: {type: string}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: accept, in: query, schema: {type: string}} # Only headers are ignored.
      responses:
        '200': {headers: {Content-Type: {schema: {type: string}}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: Authorization, in: header, schema: {type: string}} # want: Header parameter "Authorization" is ignored; describe it by "security".
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    parameters:
      - {name: content-type, in: header, schema: {type: string}} # want: Header parameter "content-type" is ignored; describe it by the media types of the request body.
    post: {}
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const operation of operations)
      for (const parameter of operation.parameters) {
        const instead = parameter.in === 'header' ? reservedHeaders[parameter.name.toLowerCase()] : undefined
        if (instead !== undefined)
          report(
            parameter.node,
            `${parameterTitle(parameter)} is ignored; describe it by ${instead}.`,
            usedBy(operation, parameter),
          )
      }
  },
})
