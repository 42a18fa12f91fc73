import {lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

const pairs = [
  ['minimum', 'exclusiveMinimum'],
  ['maximum', 'exclusiveMaximum'],
] as const

export default lintRule({
  summary: 'Disallow an inclusive and an exclusive bound at one end',
  why: 'Only the tighter of the two counts. Mostly the other one is left over from OpenAPI 3.0, where `exclusiveMinimum` was no number but a word about `minimum`.',
  fix: 'Keep the one that is meant.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    Share: {type: number, exclusiveMinimum: 0, maximum: 1}
`,
      // In 3.0 the two belong together.
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Share: {type: number, minimum: 0, exclusiveMinimum: true, maximum: 1, exclusiveMaximum: false}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    Share:
      type: number
      minimum: 0
      exclusiveMinimum: 0 # want: Schema "Share" has both "minimum" and "exclusiveMinimum"; keep one.
`,
      `
openapi: 3.1.0
components:
  schemas:
    Order:
      type: object
      properties:
        discount: {type: number, maximum: 100, exclusiveMaximum: 90} # want: Property "discount" of schema "Order" has both "maximum" and "exclusiveMaximum"; keep one.
`,
    ],
  },

  check({document}, report) {
    for (const schema of countingSchemas(document))
      for (const [inclusive, exclusive] of pairs) {
        const node = schema.get(exclusive)
        if (node?.number !== undefined && schema.get(inclusive)?.number !== undefined)
          report(node, `${schemaTitle(schema)} has both "${inclusive}" and "${exclusive}"; keep one.`)
      }
  },
})
