import {didYouMean} from '../../../core/suggest.js'
import {type JsonNode, lintRule, type OpenApi} from '../model.js'

export default lintRule({
  summary: 'Require the operationId of a link to be that of an operation',
  why: 'A link tells a client which operation comes next. One to an operation that is not there is a dead end that nobody notices.',
  fix: 'Write the `operationId` of an operation of this document.',
  severity: 'error',
  presets: ['standard', 'recommended', 'minimal'],
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /orders:
    post:
      operationId: createOrder
      responses:
        '201':
          description: Created.
          links:
            order: {operationId: getOrder}
  /orders/{orderId}:
    get: {operationId: getOrder}
`,
      // A link may name its operation by reference.
      `
openapi: 3.1.0
components:
  links:
    order: {operationRef: 'https://orders.example.com/openapi.yaml#/paths/~1orders/get'}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders/{orderId}:
    get:
      operationId: getOrder
      responses:
        '200':
          description: The order.
          links:
            again:
              operationId: getOrders # want: Link "again" leads to the operation "getOrders", which is not there. Did you mean "getOrder"?
`,
      `
openapi: 3.1.0
paths: {}
components:
  links:
    order: {operationId: showInvoice} # want: Link "order" leads to the operation "showInvoice", which is not there.
`,
    ],
  },

  check({document}, report) {
    const ids = [...document.operations, ...document.outgoing].flatMap(each => each.operationId?.text ?? [])
    const known = new Set(ids)
    for (const link of linksOf(document)) {
      const id = link.get('operationId')
      if (id?.text === undefined || known.has(id.text)) continue
      report(
        id,
        `Link "${link.name}" leads to the operation "${id.text}", which is not there.${didYouMean(id.text, ids)}`,
      )
    }
  },
})

/** Links of components and responses, each once and where it is written. */
function linksOf({root, operations, outgoing}: OpenApi): JsonNode[] {
  const responses = [...operations, ...outgoing].flatMap(each => each.responses.map(({node}) => node))
  const shared = root.at('components', 'responses')?.children() ?? []
  const maps = [root.at('components', 'links'), ...[...responses, ...shared].map(node => node.get('links'))]
  const found = new Map<unknown, JsonNode>()
  for (const link of maps.flatMap(map => map?.children() ?? [])) if (link.ref === undefined) found.set(link.value, link)
  return [...found.values()]
}
