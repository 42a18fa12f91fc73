import {isLeaky} from '../../../standard/api-error.js'
import {isNegated, reachableSchemas} from '../../json/schemas.js'
import {failureBodies} from '../bodies.js'
import {examplesOf, schemaExamples, valuesWithin} from '../examples.js'
import {tell} from '../members.js'
import {type JsonNode, lintRule} from '../model.js'

const says = 'tells callers of the inside of the service'

export default lintRule({
  summary: 'Disallow members of errors that tell of the inside of a service',
  why: 'A stack trace, a query or the name of a service is of no use to a caller who means well, and a map for one who does not.',
  fix: 'Remove the member and write it to the log; `meta.requestId` leads from the answer to the log line.',
  severity: 'error',
  security: 'medium',
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
                properties:
                  errors: {items: {properties: {code: {}, message: {}, details: {properties: {traceId: {}}}}}}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/queries:
    get:
      responses:
        '200': {content: {application/json: {schema: {properties: {query: {type: string}}}}}}
        '400':
          content:
            application/json:
              schema:
                properties: {stack: false}
                not: {properties: {sql: {type: string}}, required: [sql]}
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
              schema: {properties: {errors: {items: {$ref: '#/components/schemas/ApiError'}}}}
              example:
                errors:
                  - code: INTERNAL_ERROR
                    stack: Error at line 1 # want: The example of an error has "stack", which tells callers of the inside of the service.
components:
  schemas:
    ApiError:
      properties:
        code: {type: string}
        stackTrace: {type: string} # want: Schema "ApiError": "stackTrace" tells callers of the inside of the service.
`,
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      responses:
        '404':
          content:
            application/json:
              schema:
                properties:
                  details:
                    properties:
                      availableServices: {type: array} # want: Response 404 of "GET /api/v1/orders": "details.availableServices" tells callers of the inside of the service.
`,
    ],
  },

  check({document}, report) {
    const seen = new Set<unknown>()
    const checkExample = (example: JsonNode) => {
      if (seen.has(example.value)) return
      seen.add(example.value)
      for (const each of valuesWithin(example))
        if (each !== example && each.parent?.isObject && isLeaky(each.name))
          report(each, `The example of an error has "${each.name}", which ${says}.`)
    }
    for (const {response, media} of failureBodies(document)) {
      for (const example of examplesOf(document, media)) checkExample(example)
      for (const schema of media.schema ? reachableSchemas([media.schema], node => document.resolve(node), seen) : []) {
        if (isNegated(schema)) continue
        for (const example of schemaExamples(schema)) checkExample(example)
        for (const property of schema.get('properties')?.children() ?? [])
          if (property.value !== false && isLeaky(property.name)) tell({document, response, report}, property, says)
      }
    }
  },
})
