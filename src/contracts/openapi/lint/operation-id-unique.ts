import {lintRule} from '../model.js'
import {repeatedIds} from '../operation-ids.js'

export default lintRule({
  summary: 'Disallow one operationId for two operations',
  why: 'Links, mocks, generated clients and pacts know an operation by its id. Of two with one id, one is lost.',
  fix: 'Give each operation an id of its own.',
  severity: 'error',
  presets: ['recommended', 'minimal'],
  within: 'openapi/operation-id',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths: {/orders: {get: {operationId: listOrders}, post: {operationId: createOrder}}}
`,
      // Operations without an id are told of elsewhere, and ids differ by their case.
      `
openapi: 3.1.0
paths: {/orders: {get: {}, post: {}}, /a: {get: {operationId: a}, post: {operationId: A}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders/{id}:
    get: {operationId: order}
    delete:
      operationId: order # want: The operationId "order" of "DELETE /orders/{id}" is already that of "GET /orders/{id}".
`,
      // Webhooks have operations, too.
      `
openapi: 3.1.0
paths: {/orders: {get: {operationId: orders}}}
webhooks:
  paid:
    post: {operationId: orders} # want: The operationId "orders" of "webhook POST paid" is already that of "GET /orders".
`,
    ],
  },

  check({document}, report) {
    for (const {operationId, id, title, other} of repeatedIds(document))
      report(operationId, `The operationId "${id}" of "${title}" is already that of "${other.title}".`, [
        {at: other.operationId, message: `First used by "${other.title}".`},
      ])
  },
})
