import {lintRule} from '../model.js'
import {constantsOf, payloadProperties} from '../payloads.js'

const suffix = 'Event'

export default lintRule({
  summary: 'Require that eventType is the constant name of the message without "Event"',
  why: 'Consumers route by `eventType`. A schema that lets any text in there cannot tell a wrong event from a right one.',
  fix: 'Write `const` with the name of the message without the suffix: `OrderCreated` for `OrderCreatedEvent`.',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent:
      payload:
        allOf:
          - properties: {eventType: {type: string}}
          - properties: {eventType: {const: OrderCreated}}
`,
      `
asyncapi: 2.6.0
components:
  messages:
    OrderCreatedEvent:
      payload: {properties: {eventType: {type: string, enum: [OrderCreated]}}}
    Avro:
      schemaFormat: application/vnd.apache.avro;version=1.9.0
      payload: {type: record, properties: {eventType: {type: string}}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent:
      payload:
        properties:
          eventType: {type: string} # want: "eventType" of message "OrderCreatedEvent" is no constant; write "const: OrderCreated".
    OrderPaidEvent:
      payload:
        properties:
          eventType: {const: OrderPaidEvent} # want: "eventType" of message "OrderPaidEvent" is "OrderPaidEvent"; it has to be "OrderPaid".
`,
      `
asyncapi: 2.6.0
components:
  messages:
    OrderCreatedEvent:
      payload:
        properties:
          eventType: {enum: [OrderCreated, OrderPaid]} # want: "eventType" of message "OrderCreatedEvent" is "OrderCreated" or "OrderPaid"; it has to be "OrderCreated".
`,
    ],
  },

  check({document}, report) {
    for (const message of document.messages) {
      const {name} = message
      if (!name?.endsWith(suffix)) continue
      const wanted = name.slice(0, -suffix.length)
      for (const property of payloadProperties(document, message, 'eventType')) {
        const values = constantsOf(document, property)
        const title = `"eventType" of message "${name}"`
        if (values === undefined) report(property.node, `${title} is no constant; write "const: ${wanted}".`)
        else if (values.some(value => value !== wanted))
          report(
            property.node,
            `${title} is ${values.map(value => JSON.stringify(value)).join(' or ')}; it has to be "${wanted}".`,
          )
      }
    }
  },
})
