import {camelCase, toCamelCase} from '../../../standard/names.js'
import {lintRule} from '../model.js'
import {repeatedIds} from '../operation-ids.js'

export default lintRule({
  summary: 'Require a unique camelCase operationId on every operation',
  why: 'Generated clients name their methods after it, pacts and load tests name their scenarios after it. Without one, a name changes whenever its path does; with the same one twice, one of the two is lost.',
  fix: 'Give the operation an `operationId` of verb and noun, such as `listOrders`, that no other operation of the document has.',
  severity: 'error',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get:
      operationId: listOrders
    post:
      operationId: createOrder
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /api/v1/orders:
    get: # want: "GET /api/v1/orders" has no operationId.
      summary: List orders
    post:
      operationId: create_order # want: The operationId "create_order" is not in camelCase; write "createOrder".
  /api/v1/orders/{orderId}:
    get:
      operationId: getOrder
    delete:
      operationId: getOrder # want: The operationId "getOrder" of "DELETE /api/v1/orders/{orderId}" is already that of "GET /api/v1/orders/{orderId}".
`,
    ],
  },

  check({document}, report) {
    for (const operation of document.operations) {
      const id = operation.operationId?.text
      if (operation.operationId === undefined || id === undefined || id === '') {
        report(operation.operationId ?? operation.node, `"${operation.title}" has no operationId.`)
        continue
      }
      if (!camelCase.test(id)) report(operation.operationId, notCamelCase(id))
    }
    // That those of webhooks and callbacks are there and how they look is not judged here.
    for (const {operationId, id, title, other} of repeatedIds(document))
      report(operationId, `The operationId "${id}" of "${title}" is already that of "${other.title}".`, [
        {at: other.operationId, message: `First used by "${other.title}".`},
      ])
  },
})

function notCamelCase(id: string): string {
  const better = toCamelCase(id)
  return `The operationId "${id}" is not in camelCase${camelCase.test(better) ? `; write "${better}"` : ''}.`
}
