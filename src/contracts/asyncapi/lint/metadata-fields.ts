import {eventMetadataMembers} from '../../../standard/events.js'
import {checkMembers} from '../../json/members.js'
import {lintRule} from '../model.js'
import {payloadProperties} from '../payloads.js'

export default lintRule({
  summary: 'Require correlationId, timestamp and source in the metadata of events',
  why: 'When an order goes wrong across five services, the correlation id is the only thread through their logs; time and source say where to pull.',
  fix: 'Require `correlationId`, `timestamp` (date-time) and `source` in `metadata`; `causationId`, `userId` and `traceparent` may be there.',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent:
      payload: {type: object, properties: {metadata: {$ref: '#/components/schemas/Metadata'}}}
  schemas:
    Metadata:
      type: object
      required: [correlationId, timestamp, source]
      properties:
        correlationId: {type: string}
        timestamp: {type: string, format: date-time}
        source: {const: order-service}
        userId: {type: string}
`,
      `
asyncapi: 2.6.0
components:
  messages:
    OrderCreatedEvent:
      payload: {type: object, properties: {orderId: {type: string}}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent:
      payload:
        type: object
        properties:
          metadata: # want: Message "OrderCreatedEvent": "metadata.source" is missing.
            type: object
            required: [correlationId]
            properties:
              correlationId: {type: string}
              timestamp: {type: integer} # want: Message "OrderCreatedEvent": "metadata.timestamp" is not required. | Message "OrderCreatedEvent": "metadata.timestamp" is an integer; it has to be a string.
`,
      `
asyncapi: 2.6.0
components:
  messages:
    OrderCreatedEvent:
      payload: {$ref: '#/components/schemas/Event'}
    OrderPaidEvent:
      payload: {$ref: '#/components/schemas/Event'}
  schemas:
    Event:
      properties:
        metadata: # want: Schema "Event": "metadata.correlationId" is missing. | Schema "Event": "metadata.timestamp" is missing. | Schema "Event": "metadata.source" is missing.
          type: object
`,
    ],
  },

  check({document}, report) {
    for (const message of document.messages)
      for (const {node, schemas} of payloadProperties(document, message, 'metadata'))
        checkMembers({document, response: message, report}, node, schemas, eventMetadataMembers)
  },
})
