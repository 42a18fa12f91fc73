import {typesAllowed, typesInWords} from '../../json/value-type.js'
import {lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

/** What keywords are about. */
const keywords: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems', 'prefixItems', 'contains', 'minContains', 'maxContains'],
  object: [
    ...['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties', 'maxProperties'],
    ...['propertyNames', 'dependentRequired', 'dependentSchemas'],
  ],
}

export default lintRule({
  summary: 'Disallow keywords that say nothing about the type of their schema',
  why: '`maxLength` of a number or `properties` of a string is ignored by every tool: the bound that somebody meant to set is not there.',
  fix: 'Correct the type, or write the keyword of that type: `maximum` for a number, `maxItems` for an array.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    Name: {type: string, maxLength: 40}
    Level: {type: integer, maximum: 5}
    Tags: {type: array, items: {type: string}, maxItems: 5}
`,
      // One of several types is enough, and without a type every keyword says something.
      `
openapi: 3.1.0
components:
  schemas:
    Amount: {type: [string, number], maxLength: 10, minimum: 0}
    Any: {maxLength: 10, maxItems: 5}
    Order: {type: object, properties: {items: {type: string}, pattern: {type: integer}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    Level:
      type: integer
      maxLength: 5 # want: Schema "Level" is an integer: "maxLength" says nothing about it, only about a string.
`,
      `
openapi: 3.0.3
paths:
  /orders:
    get:
      parameters:
        - name: status
          in: query
          schema:
            type: string
            nullable: true
            items: {type: string} # want: Parameter "status" is a string or null: "items" says nothing about it, only about an array.
      responses: {}
`,
    ],
  },

  check({document}, report) {
    for (const schema of countingSchemas(document)) {
      const types = typesAllowed(schema)
      if (!types) continue
      const has = new Set(types.map(type => (type === 'integer' ? 'number' : type)))
      for (const [type, names] of Object.entries(keywords)) {
        if (has.has(type)) continue
        for (const name of names) {
          const node = schema.get(name)
          if (node)
            report(
              {node, on: 'key'},
              `${schemaTitle(schema)} is ${typesInWords(types)}: "${name}" says nothing about it, only about ${typesInWords([type])}.`,
            )
        }
      }
    }
  },
})
