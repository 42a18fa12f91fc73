import {lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

export default lintRule({
  summary: 'Disallow nullable where it says nothing',
  why: 'In OpenAPI 3.0 `nullable` adds null to the `type` beside it: without one, tools differ in whether null is allowed. From 3.1 on it is no keyword, and null is forbidden in spite of it.',
  fix: 'In 3.0 write `type` beside it; from 3.1 on write `type: [string, "null"]`, or `{type: "null"}` as one of the alternatives.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Name: {type: string, nullable: true}
    Any: {nullable: false, oneOf: [{type: string}]}
`,
      // A property may be called so.
      `
openapi: 3.1.0
components:
  schemas:
    Column: {type: object, properties: {nullable: {type: boolean}}}
    Name: {type: [string, 'null']}
`,
    ],
    invalid: [
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Owner:
      nullable: true # want: Schema "Owner" is nullable without a "type" beside it, so that tools differ in whether null is allowed.
      allOf: [{$ref: '#/components/schemas/User'}]
    User: {type: object}
`,
      `
openapi: 3.1.0
components:
  schemas:
    Order:
      type: object
      properties:
        note: {type: string, nullable: true} # want: Property "note" of schema "Order" is "nullable", which is no keyword from OpenAPI 3.1 on: null is not allowed.
`,
    ],
  },

  check({document}, report) {
    const isOld = document.version === '3.0'
    for (const schema of countingSchemas(document)) {
      const nullable = schema.get('nullable')
      if (nullable?.boolean !== true || (isOld && schema.get('type'))) continue
      const at = {node: nullable, on: 'key'} as const
      const title = schemaTitle(schema)
      if (isOld)
        report(at, `${title} is nullable without a "type" beside it, so that tools differ in whether null is allowed.`)
      else report(at, `${title} is "nullable", which is no keyword from OpenAPI 3.1 on: null is not allowed.`)
    }
  },
})
