import {shown} from '../../json/shown.js'
import {typeProblem} from '../../json/value-type.js'
import {type JsonNode, lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

export default lintRule({
  summary: 'Disallow values of an enum that are there twice or that the type forbids',
  why: 'A value that the type forbids can never be sent. A value that is there twice makes generated code with two constants of one name, which does not compile.',
  fix: 'Remove the value, put it in quotes if it is a word such as "on" or a number that is a string, or widen the type.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
components:
  schemas:
    Status: {type: string, enum: [open, paid, '1']}
    Level: {type: number, enum: [1, 2.5]}
    Any: {enum: [1, '1', null, [1], [2]]}
`,
      // null is right where null is allowed.
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Status: {type: string, nullable: true, enum: [open, null]}
`,
      `
openapi: 3.1.0
components:
  schemas:
    Status: {type: [string, 'null'], enum: [open, null]}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
components:
  schemas:
    Status:
      type: string
      enum:
        - open
        - 1 # want: Schema "Status" is a string, but its enum lists 1.
        - open # want: Schema "Status" lists "open" twice in its enum.
`,
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Order:
      type: object
      properties:
        level:
          type: integer
          enum:
            - 1
            - 1.5 # want: Property "level" of schema "Order" is an integer, but its enum lists 1.5.
            - null # want: Property "level" of schema "Order" is an integer, but its enum lists null.
`,
    ],
  },

  check({document}, report) {
    for (const schema of countingSchemas(document)) {
      const list = schema.get('enum')
      if (!list?.isArray) continue
      const first = new Map<string, JsonNode>()
      for (const item of list.children()) {
        const identity = JSON.stringify(item.value) ?? shown(item.value)
        const wrong = typeProblem(schema, item.value)
        const other = first.get(identity)
        if (other)
          report(item, `${schemaTitle(schema)} lists ${quoted(item)} twice in its enum.`, [
            {at: other, message: 'It is there for the first time here.'},
          ])
        else if (wrong !== undefined)
          report(item, `${schemaTitle(schema)} is ${wrong}, but its enum lists ${quoted(item)}.`)
        first.set(identity, other ?? item)
      }
    }
  },
})

function quoted({value}: JsonNode): string {
  return JSON.stringify(value) ?? shown(value)
}
