import {topicName} from '../../../standard/events.js'
import {lintRule} from '../model.js'
import {constantsOf, payloadProperties} from '../payloads.js'

export default lintRule({
  summary: 'Require that the version of a topic is the major version of its messages',
  why: 'A consumer of v1 subscribes because it can read version 1. An event of version 2 on that topic stops it, or worse, is read wrongly.',
  fix: 'Publish the new major version on a topic of its own, and both until the old one is switched off.',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
channels:
  orders:
    address: business-events-order-service-v2
    messages: {created: {$ref: '#/components/messages/OrderCreatedEvent'}}
components:
  messages:
    OrderCreatedEvent:
      payload: {properties: {schemaVersion: {const: '2.1'}}}
`,
      `
asyncapi: 2.6.0
channels:
  business-events-order-service-v1:
    publish:
      message:
        name: OrderCreatedEvent
        payload: {properties: {schemaVersion: {type: string}}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels:
  orders:
    address: business-events-order-service-v1
    messages: {created: {$ref: '#/components/messages/OrderCreatedEvent'}}
components:
  messages:
    OrderCreatedEvent:
      payload:
        properties:
          schemaVersion: {const: '2.0'} # want: Message "OrderCreatedEvent" has the version "2.0", but is on topic "business-events-order-service-v1".
`,
      `
asyncapi: 2.6.0
channels:
  business-events-order-service-v1:
    subscribe:
      message:
        oneOf:
          - name: OrderPaidEvent
            payload:
              properties:
                schemaVersion: {enum: ['1.9', '10.0']} # want: Message "OrderPaidEvent" has the version "10.0", but is on topic "business-events-order-service-v1".
`,
    ],
  },

  check({document}, report) {
    for (const message of document.messages)
      for (const property of payloadProperties(document, message, 'schemaVersion'))
        for (const version of constantsOf(document, property) ?? []) {
          const major = typeof version === 'string' ? /^([1-9][0-9]*)\./.exec(version)?.[1] : undefined
          if (major === undefined) continue
          for (const {address, addressAt, isTopic} of message.channels) {
            const topicMajor = isTopic ? topicName.exec(address ?? '')?.[2] : undefined
            if (topicMajor !== undefined && topicMajor !== major)
              report(property.node, `${message.title} has the version "${version}", but is on topic "${address}".`, [
                {at: addressAt, message: 'The topic.'},
              ])
          }
        }
  },
})
