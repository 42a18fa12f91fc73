import {didYouMean} from '../../../core/suggest.js'
import {lintRule, type PathItem} from '../model.js'

export default lintRule({
  summary: 'Disallow path parameters that are not in the path, and names that are twice in it',
  why: 'A path parameter that the path does not name has no place to go: generated clients ask for a value and drop it. A name that is twice in a path can have one value only.',
  fix: 'Write the parameter into the path as `{name}`, or remove it; give each place in the path a name of its own.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /orders/{orderId}:
    parameters:
      - {name: orderId, in: path, required: true, schema: {type: string}}
    get: {}
`,
      // A query parameter is no path parameter, whatever it is called.
      `
openapi: 3.1.0
paths:
  /orders/{orderId}/lines/{lineId}:
    get:
      parameters:
        - {name: orderId, in: path, required: true, schema: {type: string}}
        - {$ref: '#/components/parameters/lineId'}
        - {name: status, in: query, schema: {type: string}}
components:
  parameters:
    lineId: {name: lineId, in: path, required: true, schema: {type: string}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders/{orderId}:
    get:
      parameters:
        - {name: orderId, in: path, required: true, schema: {type: string}}
        - {name: orderID, in: path, required: true, schema: {type: string}} # want: Path "/orders/{orderId}" has no "{orderID}" for this path parameter. Did you mean "orderId"?
`,
      `
openapi: 3.1.0
paths:
  /users/{id}/orders/{id}: # want: Path "/users/{id}/orders/{id}" has the parameter "{id}" twice.
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: status, in: path, required: true, schema: {type: string}} # want: Path "/users/{id}/orders/{id}" has no "{status}" for this path parameter.
    get: {}
    delete: {}
`,
    ],
  },

  check({document}, report) {
    for (const {path, use, templates, operations} of pathItems(document.pathItems)) {
      const twice = new Set(templates.filter((name, index) => templates.indexOf(name) !== index))
      for (const name of twice) report(use, `Path "${path}" has the parameter "{${name}}" twice.`)
      for (const {parameters} of operations)
        for (const {name, in: place, use: at} of parameters)
          if (place === 'path' && !templates.includes(name))
            report(at, `Path "${path}" has no "{${name}}" for this path parameter.${didYouMean(name, templates)}`)
    }
  },
})

/** Those whose path is a template as OpenAPI writes it: `/orders/:id` is told as such by openapi/path-style. */
function pathItems(items: readonly PathItem[]): PathItem[] {
  return items.filter(({path}) => !/\/:/.test(path))
}
