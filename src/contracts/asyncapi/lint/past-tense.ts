import {eventName, irregularPast, notPast} from '../../../standard/events.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require the past tense in names of events',
  why: 'An event tells what has happened and cannot be refused. A name such as "CreateOrder" is an order to somebody, and sooner or later a consumer takes it for one.',
  fix: 'Name what has happened: "OrderCreatedEvent" instead of "CreateOrderEvent".',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent: {}
    InvoicePaidEvent: {}
`,
      `
asyncapi: 3.0.0
components:
  messages:
    order.create: {}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
components:
  messages:
    CreateOrderEvent: # want: Message "CreateOrderEvent" does not say what has happened: "Order" is no past tense.
      payload: {}
    ProductFeedEvent: # want: Message "ProductFeedEvent" does not say what has happened: "Feed" is no past tense.
      payload: {}
`,
      `
asyncapi: 2.6.0
channels:
  orders:
    publish:
      message:
        name: OrderShippingEvent # want: Message "OrderShippingEvent" does not say what has happened: "Shipping" is no past tense.
`,
    ],
  },

  check({document: {messages}}, report) {
    for (const {name, node, member} of messages) {
      // What is no name of an event at all is told by asyncapi/name-pattern.
      if (name === undefined || !eventName.test(name)) continue
      const word = /([A-Z][a-z0-9]+)Event$/.exec(name)?.[1] ?? ''
      if ((word.endsWith('ed') && !notPast.has(word)) || irregularPast.has(word)) continue
      report(member('name') ?? node, `Message "${name}" does not say what has happened: "${word}" is no past tense.`)
    }
  },
})
