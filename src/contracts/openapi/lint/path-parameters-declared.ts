import {lintRule} from '../model.js'
import {undeclared} from '../path-parameters.js'

export default lintRule({
  summary: 'Require every parameter in a path to be described',
  why: 'A client has to fill in every name in braces, and learns its type and meaning only from the parameter of that name.',
  fix: 'Add a parameter with `in: path` and that name to the path or to each of its operations.',
  severity: 'error',
  presets: ['recommended', 'minimal'],
  within: 'openapi/path-style',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /orders/{orderId}:
    parameters: [{$ref: '#/components/parameters/orderId'}]
    get: {}
components:
  parameters:
    orderId: {name: orderId, in: path, required: true, schema: {type: string}}
`,
      // A path without operations asks for nothing.
      `
openapi: 3.1.0
paths:
  /orders/{orderId}: {summary: One order}
  /reports/{year}-{month}.csv:
    get:
      parameters:
        - {name: year, in: path, required: true, schema: {type: integer}}
        - {name: month, in: path, required: true, schema: {type: integer}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders/{orderId}:
    get: {} # want: "GET /orders/{orderId}" does not declare the path parameter "orderId".
    delete:
      parameters: [{name: orderId, in: path, required: true, schema: {type: string}}]
`,
      // One of that name in the query is another one.
      `
openapi: 3.0.3
paths:
  /orders/{}: # want: Path "/orders/{}" has a parameter without a name.
    get: {}
  /invoices/{id}:
    parameters: [{name: id, in: query, schema: {type: string}}]
    get: {} # want: "GET /invoices/{id}" does not declare the path parameter "id".
`,
    ],
  },

  check({document: {pathItems}}, report) {
    for (const item of pathItems) {
      if (item.templates.includes('')) report(item.use, `Path "${item.path}" has a parameter without a name.`)
      for (const {at, message} of undeclared(item)) report(at, message)
    }
  },
})
