import {deadLetterSuffix} from '../../../standard/events.js'
import {type Channel, lintRule} from '../model.js'

export default lintRule({
  summary: 'Require a dead letter channel beside every channel that is received from',
  why: 'An event that cannot be handled either blocks all events behind it or is lost. With a place of its own it is kept with the reason, and can be played again.',
  fix: 'Add a channel with the same address and `-dead-letter`.',
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

  check({document: {channels, operations}}, report) {
    const addresses = new Set(channels.map(({address}) => address))
    const received = new Set<Channel>()
    for (const {action, channel} of operations) if (action === 'receive' && channel) received.add(channel)
    for (const {address, addressAt} of received) {
      if (address === undefined || address.endsWith(deadLetterSuffix)) continue
      const wanted = `${address}${deadLetterSuffix}`
      if (!addresses.has(wanted))
        report(addressAt, `Channel "${address}" is received from, but there is no channel "${wanted}".`)
    }
  },
})
