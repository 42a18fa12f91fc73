import {deadLetterSuffix, eventRetryBounds} from '../../../standard/events.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a retry policy on every operation that receives',
  why: 'How often and how fast a consumer tries again decides whether a short fault heals or a queue stands still. Written down it is tested, and operations can rely on it.',
  fix: 'Add `x-retry` with `maxRetries` (0 to 10), `initialDelayMs` (100 or more), `multiplier` (1.5 or more) and `maxDelayMs` (300000 or less).',
  severity: 'warning',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
channels:
  orders: {address: business-events-order-service-v1}
  lost: {address: business-events-order-service-v1-dead-letter}
operations:
  onOrder:
    action: receive
    channel: {$ref: '#/channels/orders'}
    traits: [{x-retry: {maxRetries: 3, initialDelayMs: 1000, multiplier: 2, maxDelayMs: 30000}}]
  onLost: {action: receive, channel: {$ref: '#/channels/lost'}}
  sendOrder: {action: send, channel: {$ref: '#/channels/orders'}}
`,
      `
asyncapi: 2.6.0
channels:
  orders:
    subscribe: {operationId: sendOrder}
    publish:
      x-retry: {maxRetries: 0, initialDelayMs: 100, multiplier: 1.5, maxDelayMs: 300000}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
operations:
  onOrder: # want: Operation "onOrder" receives, but has no "x-retry".
    action: receive
`,
      `
asyncapi: 2.6.0
channels:
  orders:
    publish:
      operationId: onOrder
      x-retry: # want: The "x-retry" of operation "onOrder" has no "maxDelayMs".
        maxRetries: 50 # want: The "x-retry" of operation "onOrder" has "maxRetries: 50"; it has to be from 0 to 10.
        initialDelayMs: 50 # want: The "x-retry" of operation "onOrder" has "initialDelayMs: 50"; it has to be 100 or more.
        multiplier: '2' # want: The "x-retry" of operation "onOrder" has "multiplier: 2"; it has to be a number, 1.5 or more.
`,
    ],
  },

  check({document: {operations}}, report) {
    for (const {title, action, node, channel, member} of operations) {
      if (action !== 'receive' || channel?.address?.endsWith(deadLetterSuffix)) continue
      const policy = member('x-retry')
      if (!policy?.isObject) {
        report(policy ?? node, `${title} receives, but has no "x-retry".`)
        continue
      }
      const subject = `The "x-retry" of ${title.charAt(0).toLowerCase()}${title.slice(1)}`
      for (const [name, {least, most}] of Object.entries(eventRetryBounds)) {
        const value = policy.get(name)
        const range = most === Number.POSITIVE_INFINITY ? `${least} or more` : `from ${least} to ${most}`
        if (value === undefined) report(policy, `${subject} has no "${name}".`)
        else if (value.number === undefined)
          report(value, `${subject} has "${name}: ${value.shown}"; it has to be a number, ${range}.`)
        else if (value.number < least || value.number > most)
          report(value, `${subject} has "${name}: ${value.shown}"; it has to be ${range}.`)
      }
    }
  },
})
