import {canonical} from '../../json/validation/canonical.js'
import {type JsonNode, lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

export default lintRule({
  summary: 'Disallow one alternative twice',
  why: 'Of a `oneOf`, exactly one alternative may fit: one that is there twice never does, so no value is valid. In `anyOf` and `allOf` the second one says nothing.',
  fix: 'Remove one of the two.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    Card: {type: object}
    Transfer: {type: object}
    Payment: {oneOf: [{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Transfer'}]}
`,
      // Numbers and words that look alike.
      `
openapi: 3.1.0
components:
  schemas:
    Code: {anyOf: [{const: 1}, {const: '1'}, {type: 'null'}]}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    Card: {type: object}
    Payment:
      oneOf:
        - {$ref: '#/components/schemas/Card'}
        - {$ref: '#/components/schemas/Card'} # want: Schema "Payment" has this alternative of "oneOf" twice; it can never be chosen.
`,
      // The order of members does not make them different.
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Order:
      type: object
      properties:
        note:
          anyOf:
            - {type: string, maxLength: 9}
            - {maxLength: 9, type: string} # want: Property "note" of schema "Order" has this part of "anyOf" twice.
`,
    ],
  },

  check({document}, report) {
    for (const schema of countingSchemas(document))
      for (const keyword of ['oneOf', 'anyOf', 'allOf']) {
        const first = new Map<string, JsonNode>()
        for (const member of schema.get(keyword)?.children() ?? []) {
          const identity = member.ref ?? canonical(member.value)
          const other = first.get(identity)
          const words =
            keyword === 'oneOf' ? 'alternative of "oneOf" twice; it can never be chosen' : `part of "${keyword}" twice`
          if (other)
            report(member, `${schemaTitle(schema)} has this ${words}.`, [
              {at: other, message: 'The first one is here.'},
            ])
          else first.set(identity, member)
        }
      }
  },
})
