import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a description on every parameter',
  why: 'A name does not say what happens with the value, in which unit it is and what holds without it.',
  fix: 'Say what the parameter does; one that many operations share is described once, in `components.parameters`.',
  severity: 'warning',
  presets: [],
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      parameters: [{name: limit, in: query, description: How many orders., schema: {type: integer}}]
`,
      // The description of the schema is one, too.
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      parameters: [{name: limit, in: query, schema: {$ref: '#/components/schemas/Limit'}}]
components:
  schemas: {Limit: {type: integer, description: How many at a time.}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}} # want: Parameter "limit" has no description.
    post:
      parameters:
        - {$ref: '#/components/parameters/Source'}
components:
  parameters:
    Source: {name: source, in: header, schema: {type: string}} # want: Parameter "source" has no description.
`,
      `
openapi: 3.0.3
paths:
  /orders:
    parameters:
      - {name: limit, in: query, description: '', schema: {type: integer}} # want: Parameter "limit" has no description.
    get: {}
    post: {}
`,
    ],
  },

  check({document}, report) {
    for (const {parameters} of [...document.operations, ...document.outgoing])
      for (const {name, node, schema} of parameters) {
        const texts = [node.get('description'), ...(schema ? document.view(schema).keyword('description') : [])]
        if (!texts.some(each => each?.text !== undefined && each.text.trim() !== ''))
          report(node, `Parameter "${name}" has no description.`)
      }
  },
})
