import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require an operationId on every operation',
  why: 'Without an id, generators make a name of method and path, and whoever renames the path renames it.',
  fix: 'Give the operation an `operationId`.',
  severity: 'warning',
  presets: ['recommended'],
  within: 'openapi/operation-id',
  examples: {
    valid: [
      `
openapi: 3.1.0
paths: {/orders: {get: {operationId: listOrders}}}
`,
      // Nobody calls the operations of webhooks by their names.
      `
openapi: 3.1.0
webhooks: {paid: {post: {}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get: {} # want: "GET /orders" has no operationId.
    post: {operationId: createOrder}
`,
      // An empty one is none.
      `
openapi: 3.0.3
paths:
  /orders:
    get:
      operationId: '' # want: "GET /orders" has no operationId.
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const {operationId, node, title} of operations)
      if (!operationId?.text) report(operationId ?? node, `"${title}" has no operationId.`)
  },
})
