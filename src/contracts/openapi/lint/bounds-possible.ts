import {contradictions, saidOf} from '../contradictions.js'
import {lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

export default lintRule({
  summary: 'Disallow bounds that no value can keep',
  why: 'Where the least is above the most, every request is refused and every answer is wrong. Mostly the two were swapped.',
  fix: 'Swap or correct the two bounds.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      // The same number twice leaves that one value.
      `
openapi: 3.1.0
components:
  schemas:
    Code: {type: string, minLength: 6, maxLength: 6}
    Level: {type: integer, minimum: 1, maximum: 1}
    Share: {type: number, exclusiveMinimum: 0, maximum: 1}
`,
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Share: {type: number, minimum: 0, exclusiveMinimum: true, maximum: 1}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    Code: {type: string, minLength: 8, maxLength: 6} # want: Schema "Code" allows no value: "minLength" is 8, "maxLength" is 6.
    Order:
      type: object
      properties:
        lines:
          type: array
          minItems: 2
          maxItems: 1 # want: Property "lines" of schema "Order" allows no value: "minItems" is 2, "maxItems" is 1.
`,
      // Bounds that exclude themselves leave nothing between equal numbers.
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Share: {type: number, minimum: 1, exclusiveMinimum: true, maximum: 1} # want: Schema "Share" allows no value: "minimum" is 1 (exclusive), "maximum" is 1.
    Base: {type: integer, minimum: 10}
    Small:
      allOf:
        - {$ref: '#/components/schemas/Base'}
        - {type: integer, maximum: 5} # want: Schema "Small" allows no value: "minimum" is 10, "maximum" is 5.
`,
    ],
  },

  check({document}, report) {
    for (const schema of countingSchemas(document)) {
      const isComposed = schema.get('allOf') !== undefined || schema.ref !== undefined
      const view = document.view(schema)
      for (const {least, most} of contradictions(view)) {
        // What lies within one part of an allOf is told there.
        if (
          isComposed &&
          least.node.parent?.value === most.node.parent?.value &&
          most.node.parent?.value !== schema.value
        )
          continue
        report(
          most.node,
          `${schemaTitle(schema)} allows no value: ${saidOf(least)}, ${saidOf(most)}.`,
          least.node.parent?.value === most.node.parent?.value
            ? []
            : [{at: least.node, message: 'The other bound is here.'}],
        )
      }
    }
  },
})
