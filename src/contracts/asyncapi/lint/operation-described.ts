import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a summary or a description of every operation',
  why: 'The name of a channel says what travels, not why somebody sends it or what happens when it is received.',
  fix: 'Write a `summary` of one line.',
  severity: 'warning',
  presets: ['recommended'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
channels: {orders: {address: orders}}
operations:
  onOrder: {action: receive, channel: {$ref: '#/channels/orders'}, traits: [{summary: Reserves the stock.}]}
`,
      `
asyncapi: 2.6.0
channels:
  orders: {publish: {description: Reserves the stock.}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels: {orders: {address: orders}}
operations:
  onOrder: # want: Operation "onOrder" has neither "summary" nor "description".
    action: receive
    title: Order
    channel: {$ref: '#/channels/orders'}
`,
      `
asyncapi: 2.6.0
channels:
  orders:
    publish: {operationId: onOrder, summary: ' '} # want: Operation "onOrder" has neither "summary" nor "description".
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const {title, node, member} of operations)
      if (!['summary', 'description'].some(name => member(name)?.text?.trim()))
        report({node, on: 'key'}, `${title} has neither "summary" nor "description".`)
  },
})
