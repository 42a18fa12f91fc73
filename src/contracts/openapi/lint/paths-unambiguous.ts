import {segmentsOf} from '../collections.js'
import {lintRule, type OpenApi, type PathItem} from '../model.js'
import {anyNumber, anyText, PathTree} from '../path-tree.js'

export default lintRule({
  summary: 'Disallow two paths that can match one request, with neither being the more exact one',
  why: 'For "/orders/latest/lines", both "/orders/{id}/lines" and "/orders/latest/{part}" are right. Which operation is called then depends on the router, and changes with it.',
  fix: 'Give one of the two paths a fixed segment of its own.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      // A path whose every segment is at least as exact is matched first.
      `
openapi: 3.1.0
paths:
  /orders/{orderId}: {}
  /orders/latest: {}
  /{kind}/{id}: {}
`,
      `
openapi: 3.1.0
paths:
  /orders/{orderId}/lines: {}
  /orders/latest/totals: {}
  /files/{name}.json/{part}: {}
`,
      // A number is never "latest".
      `
openapi: 3.1.0
paths:
  /orders/{number}/lines:
    get:
      parameters: [{name: number, in: path, required: true, schema: {type: integer}}]
  /orders/latest/{part}: {}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders/{orderId}/lines: {}
  /orders/latest/{part}: {} # want: Path "/orders/latest/{part}" and "/orders/{orderId}/lines" can match the same request, and neither is the more exact one.
`,
      `
openapi: 3.1.0
paths:
  /{kind}/current: {}
  /orders/{orderId}: {} # want: Path "/orders/{orderId}" and "/{kind}/current" can match the same request, and neither is the more exact one.
`,
    ],
  },

  check({document}, report) {
    const tree = new PathTree()
    for (const item of document.pathItems) {
      const segments = segmentsOf(item.path).map(segment => shapeOf(segment, item, document))
      const other = tree.rivalOf(segments)
      if (other)
        report(
          {node: item.use, on: 'key'},
          `Path "${item.path}" and "${other.path}" can match the same request, and neither is the more exact one.`,
          [{at: {node: other.use, on: 'key'}, message: 'The other one is here.'}],
        )
      tree.add(segments, item)
    }
  },
})

/** The segment itself, or what its parameter lets through. */
function shapeOf(segment: string, {operations}: PathItem, document: OpenApi): string {
  const name = /^\{([^{}]*)\}$/.exec(segment)?.[1]
  if (name === undefined) return segment
  const isNumber = operations.some(({parameters}) =>
    parameters.some(parameter => {
      const types = parameter.in === 'path' && parameter.name === name && parameter.schema
      return types && document.view(types).types.some(type => type === 'integer' || type === 'number')
    }),
  )
  return isNumber ? anyNumber : anyText
}
