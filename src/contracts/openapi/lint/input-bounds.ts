import {correlationId, idempotencyKey, platformHeader, requestId} from '../../../standard/headers.js'
import {mostBulkItems} from '../../../standard/inputs.js'
import {pageParameters} from '../../../standard/pagination.js'
import {boundLackOf} from '../bounds.js'
import {SentValues, sentBodies, tooManyItems} from '../inputs.js'
import {tell} from '../members.js'
import {type JsonNode, lintRule} from '../model.js'
import {parameterTitle} from '../named.js'

/** Parameters that have a rule of their own, which says what their bounds are. */
const judgedElsewhere: ReadonlySet<string> = new Set([
  ...pageParameters.map(name => `query ${name}`),
  ...[requestId, correlationId, platformHeader, idempotencyKey.name].map(name => `header ${name.toLowerCase()}`),
])

export default lintRule({
  summary: 'Require bounds on all strings, arrays and numbers that callers send',
  why: 'What has no bound is where a service is fed until it falls over: a name of 100 megabytes, a list of a million items, a number that overflows.',
  fix: 'Give strings `maxLength`, `enum` or `format`, arrays `maxItems` (at most 100 for what is sent in bulk), and numbers `minimum` and `maximum`.',
  severity: 'warning',
  security: 'medium',
  presets: ['standard', 'recommended'],
  defersTo: ['shared/id-opaque'],
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users/{userId}:
    put:
      parameters:
        - {name: userId, in: path, required: true, schema: {type: string, format: uuid}}
        - {name: ids, in: query, schema: {type: array, maxItems: 10, items: {enum: [a, b]}}}
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
      responses: {'200': {content: {application/json: {schema: {type: string}}}}}
components:
  schemas:
    User:
      type: object
      properties:
        name: {type: [string, 'null'], maxLength: 200}
        version: {type: integer, readOnly: true}
        age: {type: integer, minimum: 0, exclusiveMaximum: 150}
`,
      `
openapi: 3.1.0
paths:
  /api/v1/users:
    get:
      parameters:
        - {name: X-Correlation-ID, in: header, schema: {type: string, pattern: '^[A-Za-z0-9._-]{1,128}$'}}
        - {name: name, in: query, schema: {allOf: [{$ref: '#/components/schemas/Text'}], maxLength: 20}}
components:
  schemas:
    Text: {type: string}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/users:
    post:
      parameters:
        - {name: limit, in: query, schema: {type: integer}} # Judged by openapi/pagination-limits.
        - {name: least, in: query, schema: {type: integer, minimum: 1}} # want: Query parameter "least" has no "maximum".
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}
components:
  schemas:
    User:
      type: object
      properties:
        name: {type: string, pattern: '^[a-z]+$'} # want: Schema "User": "name" has no "maxLength", "enum" or "format".
        tags: # want: Schema "User": "tags" has no "maxItems".
          type: array
          items: {type: string} # want: Schema "User": "tags[]" has no "maxLength", "enum" or "format".
        weight: {type: number} # want: Schema "User": "weight" has no "minimum" and no "maximum".
`,
      `
openapi: 3.1.0
paths:
  /api/v1/users/bulk:
    post:
      requestBody:
        content:
          application/json:
            schema:
              properties:
                users: {type: array, maxItems: 5000, items: {type: boolean}} # want: Request body of "POST /api/v1/users/bulk": "users" lets callers send 5000 items at once; 100 are the most.
`,
    ],
  },

  check({document}, report) {
    const values = new SentValues(document)
    for (const {exempt, parameters} of document.operations)
      for (const parameter of exempt ? [] : parameters) {
        if (judgedElsewhere.has(`${parameter.in} ${parameter.name.toLowerCase()}`)) continue
        const holder = {title: parameterTitle(parameter), node: parameter.node, use: parameter.use}
        for (const [at, what] of parameter.schema ? unbounded(values, parameter.schema) : [])
          tell({document, response: holder, report}, at, what, nameOf(at))
      }
    for (const body of sentBodies(document)) {
      const judged = {document, response: body.holder, report}
      for (const [at, what] of unbounded(values, body.schema)) tell(judged, at, what, nameOf(at))
      for (const [at, count] of tooManyItems(document, body))
        tell(judged, at, `lets callers send ${count} items at once; ${mostBulkItems} are the most`)
    }
  },
})

/** The values of a map have no name. */
function nameOf({key}: JsonNode): string {
  return key === 'additionalProperties' ? '*' : ''
}

function* unbounded(values: SentValues, schema: JsonNode): Generator<[JsonNode, string]> {
  for (const {at, readOnly, views} of values.within(schema))
    for (const view of readOnly ? [] : views) {
      const lacks = view.complete ? boundLackOf(view) : undefined
      if (lacks !== undefined) yield [view.parts.find(part => part.get('type')) ?? at, lacks]
    }
}
