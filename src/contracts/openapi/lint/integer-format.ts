import {lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

export default lintRule({
  summary: 'Require a size on every integer',
  why: 'Without a size each generator picks one: what one side sends overflows on the other, and JavaScript rounds beyond 2^53.',
  fix: 'Write `format: int32` or `format: int64`, or bounds of both ends.',
  severity: 'info',
  presets: [],
  defersTo: ['openapi/input-bounds', 'openapi/pagination-limits', 'shared/id-opaque', 'shared/timestamp-format'],
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    Count: {type: integer, format: int32}
    Level: {type: integer, minimum: 1, maximum: 5}
    Price: {type: number}
`,
      // Values that are listed have a size; what allOf brings in holds as well.
      `
openapi: 3.1.0
components:
  schemas:
    Level: {type: integer, enum: [1, 2, 3]}
    Base: {format: int64}
    Number: {type: integer, allOf: [{$ref: '#/components/schemas/Base'}]}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    Count: {type: integer} # want: Schema "Count" is an integer without a "format" or bounds of both ends.
`,
      `
openapi: 3.0.3
paths:
  /orders:
    get:
      parameters:
        - name: page
          in: query
          schema: {type: integer, minimum: 1} # want: Parameter "page" is an integer without a "format" or bounds of both ends.
      responses: {}
`,
    ],
  },

  check({document}, report) {
    for (const schema of countingSchemas(document)) {
      const type = schema.get('type')
      if (type?.text !== 'integer' && !type?.children().some(({text}) => text === 'integer')) continue
      const view = document.view(schema)
      const has = (...names: readonly string[]) => names.some(name => view.keyword(name).length > 0)
      const isBounded = has('minimum', 'exclusiveMinimum') && has('maximum', 'exclusiveMaximum')
      if (view.complete && !isBounded && !has('format', 'enum', 'const'))
        report(schema, `${schemaTitle(schema)} is an integer without a "format" or bounds of both ends.`)
    }
  },
})
