import {missingDeadLetters} from '../dead-letters.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a dead letter channel beside every channel that is received from',
  why: 'An event that cannot be handled either blocks all events behind it or is lost. With a place of its own it is kept with the reason, and can be played again.',
  fix: 'Add a channel with the same address and `-dead-letter`; a topic of that name in another contract or manifest of the workspace will do.',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
channels:
  orders: {address: business-events-order-service-v1}
  ordersLost: {address: business-events-order-service-v1-dead-letter}
  users: {address: business-events-user-service-v1}
operations:
  onOrder: {action: receive, channel: {$ref: '#/channels/orders'}}
  onLostOrder: {action: receive, channel: {$ref: '#/channels/ordersLost'}}
  sendUser: {action: send, channel: {$ref: '#/channels/users'}}
`,
      `
asyncapi: 2.6.0
channels:
  business-events-order-service-v1:
    subscribe: {operationId: sendOrder}
`,
      `
asyncapi: 3.0.0
servers:
  public: {host: ws.example.com, protocol: wss}
channels:
  chat: {address: /chat}
operations:
  onChat: {action: receive, channel: {$ref: '#/channels/chat'}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels:
  orders:
    address: business-events-order-service-v1 # want: Channel "business-events-order-service-v1" is received from, but there is no channel "business-events-order-service-v1-dead-letter".
operations:
  onOrder: {action: receive, channel: {$ref: '#/channels/orders'}}
  onOrderAgain: {action: receive, channel: {$ref: '#/channels/orders'}}
`,
      `
asyncapi: 2.6.0
channels:
  business-events-order-service-v1: # want: Channel "business-events-order-service-v1" is received from, but there is no channel "business-events-order-service-v1-dead-letter".
    publish: {operationId: onOrder}
`,
    ],
  },

  check({document}, report) {
    for (const {address, wanted, at} of missingDeadLetters(document))
      report(at, `Channel "${address}" is received from, but there is no channel "${wanted}".`)
  },
})
