/** A contract that is small enough to be read in a minute; both sides of it are played by the tests. */
export const contractText = (topic: string): string => `
asyncapi: 3.0.0
info: {title: parcels, version: 1.0.0}
channels:
  parcels:
    address: ${topic}
    messages:
      ParcelSentEvent: {$ref: '#/components/messages/ParcelSentEvent'}
      ParcelLostEvent: {$ref: '#/components/messages/ParcelLostEvent'}
operations:
  sendParcel: {action: send, channel: {$ref: '#/channels/parcels'}}
  onParcel:
    action: receive
    channel: {$ref: '#/channels/parcels'}
    messages:
      - {$ref: '#/channels/parcels/messages/ParcelSentEvent'}
      - {$ref: '#/channels/parcels/messages/ParcelLostEvent'}
    x-retry: {maxRetries: 3, initialDelayMs: 100, multiplier: 1.5, maxDelayMs: 100}
components:
  messages:
    ParcelSentEvent:
      payload:
        allOf:
          - {$ref: '#/components/schemas/Event'}
          - {type: object, properties: {eventType: {const: ParcelSent}}}
    ParcelLostEvent:
      payload:
        allOf:
          - {$ref: '#/components/schemas/Event'}
          - {type: object, properties: {eventType: {const: ParcelLost}}}
  schemas:
    Event:
      type: object
      required: [eventId, eventType, schemaVersion, aggregateId, aggregateVersion, eventData, metadata]
      properties:
        eventId: {type: string, format: uuid}
        eventType: {type: string}
        schemaVersion: {const: '1.0'}
        aggregateId: {type: string}
        aggregateVersion: {type: integer, minimum: 1}
        eventData:
          type: object
          additionalProperties: false
          required: [parcelId]
          properties: {parcelId: {type: string}}
        metadata: {$ref: '#/components/schemas/Metadata'}
    Metadata:
      type: object
      required: [correlationId, timestamp, source]
      properties:
        correlationId: {type: string}
        causationId: {type: string}
        userId: {type: string}
        timestamp: {type: string, format: date-time}
        source: {type: string}
`
