import {eventName} from '../../../standard/events.js'
import {wordsOf} from '../../../standard/names.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce {Domain}{Action}Event for names of messages',
  why: 'The name of an event is its address in code, dashboards and dead letters. Domain first, then what happened: sorted lists group by themselves, and the wire value follows by taking "Event" off.',
  fix: 'Rename the message as suggested, with the domain first; a message of `components` is named by its key or by `name`.',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent: {}
    order: {name: OrderLineShippedEvent}
`,
      `
asyncapi: 2.6.0
channels:
  business-events-order-service-v1:
    publish:
      message:
        oneOf:
          - {$ref: '#/components/messages/OrderCreatedEvent'}
          - {name: OrderCancelledEvent}
components:
  messages:
    OrderCreatedEvent: {}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
components:
  messages:
    user.created: # want: Message "user.created" is not named like "OrderCreatedEvent"; write "UserCreatedEvent".
      payload: {}
    Created: # want: Message "Created" is not named like "OrderCreatedEvent"; begin with the domain.
      payload: {}
    UserHTTPCalledEvent: # want: Message "UserHTTPCalledEvent" is not named like "OrderCreatedEvent"; write "UserHttpCalledEvent".
      payload: {}
    OrderCreatedEvent:
      name: order_created # want: Message "order_created" is not named like "OrderCreatedEvent"; write "OrderCreatedEvent".
`,
      `
asyncapi: 2.6.0
channels:
  orders:
    subscribe:
      message: # want: The message has no name.
        payload: {}
`,
    ],
  },

  check({document: {messages}}, report) {
    for (const {name, node, member} of messages) {
      if (name === undefined) report(node, 'The message has no name.')
      else if (!eventName.test(name))
        report(member('name') ?? node, `Message "${name}" is not named like "OrderCreatedEvent"; ${adviceFor(name)}.`)
    }
  },
})

function adviceFor(name: string): string {
  const words = wordsOf(name).filter((word, index, all) => word !== 'event' || index < all.length - 1)
  const better = `${words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Event`
  return eventName.test(better) ? `write "${better}"` : 'begin with the domain'
}
