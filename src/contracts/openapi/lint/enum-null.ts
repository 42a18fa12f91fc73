import {lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

export default lintRule({
  summary: 'Require null in the enum of what may be null',
  why: 'Type and enum both hold: an enum without null forbids it, whatever the type says. Some tools let null through all the same, others do not.',
  fix: 'Add `null` to the enum, or do not allow null.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Status: {type: string, nullable: true, enum: [open, paid, null]}
    Level: {type: integer, enum: [1, 2]}
`,
      // From 3.1 on "nullable" says nothing.
      `
openapi: 3.1.0
components:
  schemas:
    Status: {type: string, nullable: true, enum: [open]}
    Level: {type: [integer, 'null'], enum: [1, null]}
`,
    ],
    invalid: [
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Status:
      type: string
      nullable: true
      enum: [open, paid] # want: Schema "Status" may be null, but its enum does not list null.
`,
      `
openapi: 3.1.0
components:
  schemas:
    Order:
      type: object
      properties:
        level:
          type: [string, 'null']
          enum: [high, 'null'] # want: Property "level" of schema "Order" may be null, but its enum does not list null.
`,
    ],
  },

  check({document}, report) {
    for (const schema of countingSchemas(document)) {
      const list = schema.get('enum')
      if (!list?.isArray || list.children().some(({value}) => value === null)) continue
      const isNullable =
        document.version === '3.0'
          ? schema.get('nullable')?.boolean === true
          : schema
              .get('type')
              ?.children()
              .some(({text}) => text === 'null')
      if (isNullable)
        report({node: list, on: 'key'}, `${schemaTitle(schema)} may be null, but its enum does not list null.`)
    }
  },
})
