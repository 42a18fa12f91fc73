import {eventMembers} from '../../../standard/events.js'
import {checkMembers} from '../../json/members.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require the envelope of events around every payload',
  why: 'Deduplication needs the id, ordering the version of the aggregate, routing the type. With one envelope all of that is written once, in a library.',
  fix: 'Require `eventId` (uuid), `eventType`, `aggregateId`, `aggregateVersion` (an integer from 1 on), `schemaVersion`, `eventData` and `metadata`, best by `allOf` with a shared schema.',
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
          - {$ref: '#/components/schemas/DomainEvent'}
          - {properties: {eventType: {const: OrderCreated}, eventData: {type: object}}}
  schemas:
    DomainEvent:
      type: object
      required: [eventId, eventType, aggregateId, aggregateVersion, schemaVersion, eventData, metadata]
      properties:
        eventId: {type: string, format: uuid}
        eventType: {type: string}
        aggregateId: {type: string}
        aggregateVersion: {type: integer, minimum: 1}
        schemaVersion: {const: '1.0'}
        eventData: {type: object}
        metadata: {type: object}
`,
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent:
      payload:
        schemaFormat: application/vnd.apache.avro;version=1.9.0
        schema: {type: record, name: OrderCreated}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent:
      payload: {$ref: '#/components/schemas/OrderCreated'}
    OrderPaidEvent: # want: Message "OrderPaidEvent" has no payload.
      summary: Somebody paid
  schemas:
    OrderCreated: # want: Schema "OrderCreated": "aggregateId" is missing. | Schema "OrderCreated": "metadata" is missing.
      type: object
      required: [eventId, eventType, aggregateVersion, schemaVersion]
      properties:
        eventId: {type: string} # want: Schema "OrderCreated": "eventId" has to have the format "uuid".
        eventType: {type: string}
        aggregateVersion: {type: integer, minimum: 0} # want: Schema "OrderCreated": "aggregateVersion" has to have "minimum: 1".
        schemaVersion: {type: string}
        eventData: {type: object} # want: Schema "OrderCreated": "eventData" is not required.
`,
      `
asyncapi: 2.6.0
channels:
  orders:
    publish:
      message:
        name: OrderCreatedEvent
        payload: {type: string} # want: Message "OrderCreatedEvent" is a string; it has to be an object.
`,
    ],
  },

  check({document}, report) {
    for (const message of document.messages) {
      const {payload, title, node} = message
      if (payload?.length === 0) report(node, `${title} has no payload.`)
      else if (payload !== undefined)
        checkMembers({document, response: message, report}, message.member('payload') ?? node, payload, eventMembers)
    }
  },
})
