import {lintRule} from '../model.js'
import {countingSchemas, schemaTitle} from '../schema-title.js'

export default lintRule({
  summary: 'Require items on every array of an OpenAPI 3.0 document',
  why: 'OpenAPI 3.0 demands it: generators stop, or make a list of anything. From 3.1 on an array may leave it out, and then holds anything.',
  fix: 'Say in `items` what the array holds; `items: {}` stands for anything.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Tags: {type: array, items: {type: string}}
    Anything: {type: array, items: {}}
`,
      // In 3.1 prefixItems or nothing at all is right, too.
      `
openapi: 3.1.0
components:
  schemas:
    Point: {type: array, prefixItems: [{type: number}, {type: number}]}
    Anything: {type: array}
`,
      // What allOf brings in holds as well.
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Tags: {type: array, items: {type: string}}
    FewTags:
      type: array
      maxItems: 3
      allOf: [{$ref: '#/components/schemas/Tags'}]
`,
    ],
    invalid: [
      `
openapi: 3.0.3
paths: {}
components:
  schemas:
    Tags: # want: Schema "Tags" is an array, but does not say of what: it has no "items".
      type: array
`,
      `
openapi: 3.0.3
paths:
  /orders:
    get:
      parameters:
        - name: status
          in: query
          schema: {type: array, maxItems: 5} # want: Parameter "status" is an array, but does not say of what: it has no "items".
      responses: {}
`,
    ],
  },

  check({document}, report) {
    if (document.version !== '3.0') return
    for (const schema of countingSchemas(document)) {
      if (schema.get('type')?.text !== 'array' || schema.get('items')) continue
      const view = document.view(schema)
      if (view.complete && view.items.length === 0)
        report(schema, `${schemaTitle(schema)} is an array, but does not say of what: it has no "items".`)
    }
  },
})
