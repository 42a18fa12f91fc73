import {correlationId, requestId} from '../../../standard/headers.js'
import {checkValue} from '../members.js'
import {lintRule, type Parameter, type Response} from '../model.js'
import {missingHeaders, parameterOf, parameterTitle, theHeaders, usedBy} from '../named.js'

const uuid = {name: requestId, required: true, type: 'string', format: 'uuid'} as const

export default lintRule({
  summary: 'Require X-Request-ID on every request, and X-Request-ID and X-Correlation-ID on every response',
  why: 'When something goes wrong, these two ids are what a caller can quote and what leads to the logs of every service that took part. An answer without a body has no other trace.',
  fix: 'Keep the parameter and both headers once under `components`, and refer to them from every operation and every response.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    parameters:
      - {name: X-Request-ID, in: header, schema: {type: string, format: uuid}}
    get:
      responses:
        '200':
          headers: {X-Request-ID: {}, X-Correlation-ID: {}}
        '404': {$ref: '#/components/responses/NotFound'}
components:
  responses:
    NotFound:
      headers: {x-request-id: {}, x-correlation-id: {}}
`,
      `
openapi: 3.1.0
paths:
  /health:
    get:
      responses:
        '200': {description: Exempt.}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get: # want: "GET /api/v1/orders" does not take the header "X-Request-ID".
      responses:
        '200': {headers: {X-Request-ID: {}}} # want: Response 200 of "GET /api/v1/orders" does not declare the header "X-Correlation-ID".
        '404': {$ref: '#/components/responses/NotFound'}
components:
  responses:
    NotFound: # want: Response "NotFound" does not declare the headers "X-Request-ID" and "X-Correlation-ID".
      description: There is none.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      parameters:
        - {name: x-request-id, in: header, schema: {type: string}} # want: Header parameter "x-request-id" has to have the format "uuid".
`,
    ],
  },

  check({document}, report) {
    for (const operation of document.operations) {
      if (operation.exempt) continue
      const parameter = parameterOf(operation, 'header', requestId)
      if (!parameter) report(operation.node, `"${operation.title}" does not take the header "${requestId}".`)
      else
        checkValue(document, schemasOf(parameter), uuid, what =>
          report(parameter.node, `${parameterTitle(parameter)} ${what}.`, usedBy(operation, parameter)),
        )
      for (const response of operation.responses) {
        const problem = problemOf(response)
        if (problem !== undefined) report(response.node, problem, usedBy(operation, response))
      }
    }
  },
})

function problemOf(response: Response): string | undefined {
  const missing = missingHeaders(response, [requestId, correlationId])
  return missing.length === 0 ? undefined : `${response.title} does not declare ${theHeaders(missing)}.`
}

function schemasOf({schema}: Parameter) {
  return schema ? [schema] : []
}
