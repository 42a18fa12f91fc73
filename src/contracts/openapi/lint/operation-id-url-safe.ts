import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Disallow signs in operation ids that a URL can not have',
  why: 'Portals link to an operation by its id, and mocks and gateways route by it. An id with a blank or a letter beyond ASCII makes links that break.',
  fix: 'Write the id with letters, digits, "-", "_" and ".".',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
openapi: 3.1.0
paths: {/orders: {get: {operationId: listOrders}, post: {operationId: orders.create-one_now}}}
`,
      // A slash divides names and may stand in a URL.
      `
openapi: 3.1.0
paths: {/orders: {get: {operationId: orders/list}}}
`,
    ],
    invalid: [
      `
openapi: 3.1.0
paths:
  /orders:
    get: {operationId: list orders} # want: The operationId "list orders" has " ", which can not stand in a URL.
`,
      `
openapi: 3.1.0
webhooks:
  paid:
    post: {operationId: 'überwiesen{id}'} # want: The operationId "überwiesen{id}" has "ü", which can not stand in a URL.
`,
    ],
  },

  check({document: {operations, outgoing}}, report) {
    for (const {operationId} of [...operations, ...outgoing]) {
      const sign = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]/u.exec(operationId?.text ?? '')?.[0]
      if (operationId && sign !== undefined)
        report(operationId, `The operationId "${operationId.text}" has "${sign}", which can not stand in a URL.`)
    }
  },
})
