import {apiErrorMembers, isLeaky} from '../../../standard/api-error.js'
import {branches, failureBodies, typesOf, valueBranches} from '../bodies.js'
import {checkMembers, checkNothingElse, tell} from '../members.js'
import {lintRule} from '../model.js'

const names = new Set(apiErrorMembers.map(({name}) => name))
// What tells of the inside of the service is told by openapi/no-leaky-error-fields.
const known = {has: (name: string) => names.has(name) || isLeaky(name)}
const only = 'an error has only "code", "message", "severity", "retryable", "field" and "details"'

export default lintRule({
  summary: 'Require code, message, severity and retryable in every error, and little else',
  why: 'Clients decide by the code, retry by `retryable` and alert by the severity. Whatever else an error carries tends to be what should not leave the service: stack traces, queries, host names.',
  fix: 'Describe errors in one component with `code`, `message`, `severity` and `retryable` required, `field` and `details` optional, and nothing else; what is particular goes into `details`.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '500':
          content:
            application/json:
              schema:
                required: [errors, meta]
                properties:
                  errors: {type: array, minItems: 1, items: {$ref: '#/components/schemas/ApiError'}}
                  meta: {type: object}
components:
  schemas:
    ApiError:
      type: object
      required: [code, message, severity, retryable]
      properties:
        code: {type: string}
        message: {type: string}
        severity: {type: string, enum: [low, medium, high, critical]}
        retryable: {type: boolean}
        field: {type: string}
        details: {type: object}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '500':
          content:
            application/json:
              schema:
                required: [errors, meta]
                properties:
                  errors: {type: array, minItems: 1, items: {$ref: '#/components/schemas/ApiError'}}
                  meta: {type: object}
components:
  schemas:
    ApiError: # want: Schema "ApiError": "severity" is missing.
      type: object
      required: [message, retryable]
      properties:
        code: {type: string} # want: Schema "ApiError": "code" is not required.
        message: {type: string}
        retryable: {type: string} # want: Schema "ApiError": "retryable" is a string; it has to be a boolean.
        host: {type: string} # want: Schema "ApiError": "host" does not belong here; an error has only "code", "message", "severity", "retryable", "field" and "details".
`,
    ],
  },

  check({document}, report) {
    for (const {response, views} of failureBodies(document))
      for (const view of views) {
        const errors = view.properties.get('errors')
        if (errors === undefined) continue
        const judged = {document, response, report}
        for (const list of valueBranches(document, errors.schemas).views)
          if (list.items.length > 0) {
            checkMembers(judged, list.items[0] ?? errors.node, list.items, apiErrorMembers)
            for (const item of branches(document, list.items)) checkNothingElse(judged, item, known, only)
          } else if (typesOf(list).has('array') && list.complete)
            tell(judged, errors.node, 'does not say what its items are')
      }
  },
})
