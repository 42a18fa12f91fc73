import {lintRule, type PathItem} from '../model.js'

export default lintRule({
  summary: 'Disallow two paths that differ in the names of their parameters only',
  why: 'Whatever the parameters are called, both paths match the same requests. The specification calls them identical and forbids them; each router picks another one.',
  fix: 'Put the operations of both into one path.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /orders/{orderId}: {}
  /orders/{orderId}/lines: {}
`,
      // A fixed path is matched before one with a parameter.
      `
openapi: 3.1.0
paths:
  /users/{userId}: {}
  /users/me: {}
  /files/{name}.json: {}
  /files/{name}.xml: {}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders/{orderId}:
    get: {}
  /orders/{id}: # want: Path "/orders/{id}" matches the same requests as "/orders/{orderId}".
    delete: {}
`,
      `
openapi: 3.1.0
paths:
  /files/{name}.{type}: {}
  /files/{file}.{extension}: {} # want: Path "/files/{file}.{extension}" matches the same requests as "/files/{name}.{type}".
  /files/{f}.{e}: {} # want: Path "/files/{f}.{e}" matches the same requests as "/files/{name}.{type}".
`,
    ],
  },

  check({document: {pathItems}}, report) {
    const first = new Map<string, PathItem>()
    for (const item of pathItems) {
      const shape = item.path.replaceAll(/\{[^{}]*\}/g, '{}')
      const other = first.get(shape)
      if (!other) first.set(shape, item)
      else
        report({node: item.use, on: 'key'}, `Path "${item.path}" matches the same requests as "${other.path}".`, [
          {at: {node: other.use, on: 'key'}, message: 'The first of them is here.'},
        ])
    }
  },
})
