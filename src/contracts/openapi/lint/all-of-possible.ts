import {typesAllowed, typesInWords} from '../../json/value-type.js'
import {type JsonNode, lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

export default lintRule({
  summary: 'Disallow an allOf whose parts no value can fit together',
  why: 'All parts of an `allOf` hold at once. Where one wants a string and another an object, nothing is ever valid.',
  fix: 'Make the types of the parts agree; to choose between them, write `oneOf`.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    Base: {type: object, properties: {id: {type: string}}}
    Order:
      type: object
      allOf:
        - {$ref: '#/components/schemas/Base'}
        - {properties: {total: {type: number}}}
`,
      // Every integer is a number, and null is left where both allow it.
      `
openapi: 3.1.0
components:
  schemas:
    Whole: {allOf: [{type: number}, {type: integer}]}
    Nothing: {allOf: [{type: [string, 'null']}, {type: [object, 'null']}]}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    Id: {type: string}
    Order:
      allOf: # want: Schema "Order" allows no value: one part is a string, another an object.
        - {$ref: '#/components/schemas/Id'}
        - {type: object}
`,
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Level: {type: integer, nullable: true}
    Order:
      type: object
      properties:
        level:
          type: string
          allOf: # want: Property "level" of schema "Order" allows no value: one part is a string, another an integer or null.
            - {$ref: '#/components/schemas/Level'}
`,
    ],
  },

  check({document}, report) {
    for (const schema of countingSchemas(document)) {
      const list = schema.get('allOf')
      if (!list?.isArray) continue
      let together: {readonly part: JsonNode; readonly types: readonly string[]} | undefined
      for (const part of document.view(schema).parts) {
        const types = typesAllowed(part)
        if (!types) continue
        const left = together ? common(together.types, types) : types
        if (left.length === 0 && together) {
          const [one, other] = [typesInWords(together.types), typesInWords(types)]
          report(list, `${schemaTitle(schema)} allows no value: one part is ${one}, another ${other}.`, [
            {at: together.part, message: `This part is ${one}.`},
            {at: part, message: `This part is ${other}.`},
          ])
          break
        }
        together = {part, types: left}
      }
    }
  },
})

function common(one: readonly string[], other: readonly string[]): string[] {
  const has = (types: readonly string[], type: string) =>
    types.includes(type) || (type === 'integer' && types.includes('number'))
  return [...one.filter(type => has(other, type)), ...other.filter(type => has(one, type) && !one.includes(type))]
}
