import {eventHeaders} from '../../../standard/events.js'
import {branches} from '../../json/branches.js'
import {checkMembers, homeOf, tell} from '../../json/members.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require eventType, correlationId and source in the headers of messages',
  why: 'Brokers, filters and tracing see headers only. Without them every consumer has to read every event to learn that it is not meant for it.',
  fix: 'Require the three headers, best by a trait that all messages share, and let `traceparent` in.',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent:
      traits: [{$ref: '#/components/messageTraits/Routed'}]
      headers: {type: object, properties: {eventType: {const: OrderCreated}}}
  messageTraits:
    Routed:
      headers:
        type: object
        required: [eventType, correlationId, source]
        properties:
          eventType: {type: string}
          correlationId: {type: string}
          source: {type: string}
`,
      `
asyncapi: 2.6.0
components:
  messages:
    OrderCreatedEvent:
      headers:
        type: object
        additionalProperties: false
        required: [eventType, correlationId, source]
        properties: {eventType: {type: string}, correlationId: {type: string}, source: {type: string}, traceparent: {type: string}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent: # want: Message "OrderCreatedEvent" has no headers.
      payload: {}
    OrderPaidEvent:
      headers: # want: Message "OrderPaidEvent": "eventType" is missing. | Message "OrderPaidEvent": "source" is missing.
        type: object
        properties:
          correlationId: {type: string} # want: Message "OrderPaidEvent": "correlationId" is not required.
`,
      `
asyncapi: 2.6.0
components:
  messages:
    OrderCreatedEvent:
      headers: # want: Message "OrderCreatedEvent" does not let the header "traceparent" in.
        type: object
        additionalProperties: false
        required: [eventType, correlationId, source]
        properties: {eventType: {type: string}, correlationId: {type: string}, source: {type: string}}
`,
    ],
  },

  check({document}, report) {
    for (const message of document.messages) {
      const {title, node, headers, member} = message
      if (headers.length === 0) {
        // Headers may be there and in another language than JSON Schema.
        if (!member('headers')) report(node, `${title} has no headers.`)
        continue
      }
      const judged = {document, response: message, report}
      const at = member('headers') ?? node
      checkMembers(judged, at, headers, eventHeaders)
      for (const view of branches(document, headers))
        if (!view.open && view.complete && !view.properties.has('traceparent'))
          tell(judged, homeOf(view) ?? at, 'does not let the header "traceparent" in')
    }
  },
})
