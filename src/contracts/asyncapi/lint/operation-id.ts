import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require an operationId on every operation of AsyncAPI 2',
  why: 'The operationId is what generators call the function, what other documents link to, and what stays when the channel is renamed. From 3.0 on the key of the operation is its id.',
  fix: 'Write an `operationId` such as "onOrderCreated" into `publish` and `subscribe`.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
asyncapi: 2.6.0
channels:
  orders: {publish: {operationId: onOrder}}
`,
      `
asyncapi: 3.0.0
operations:
  onOrder: {action: receive, channel: {$ref: '#/channels/orders'}}
channels: {orders: {}}
`,
    ],
    invalid: [
      `
asyncapi: 2.6.0
channels:
  orders:
    publish: # want: Operation "publish orders" has no "operationId".
      message: {}
`,
      // An id of a trait is shared by all that use it.
      `
asyncapi: 2.6.0
channels:
  orders:
    subscribe: # want: Operation "onAll" has its "operationId" from a trait, which gives it to others as well.
      traits: [{operationId: onAll}]
`,
    ],
  },

  check({document: {version, operations}}, report) {
    if (version !== '2') return
    for (const {title, node, member} of operations)
      if (!member('operationId')?.text?.trim()) report({node, on: 'key'}, `${title} has no "operationId".`)
      else if (!node.get('operationId'))
        report({node, on: 'key'}, `${title} has its "operationId" from a trait, which gives it to others as well.`)
  },
})
