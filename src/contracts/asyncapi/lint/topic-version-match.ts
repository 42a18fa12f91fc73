import {topicName} from '../../../standard/events.js'
import {patternMatches} from '../../json/pattern/pattern-matches.js'
import type {Property} from '../../json/schema.js'
import {type AsyncApi, lintRule} from '../model.js'
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
      // A pattern for every version lets those of the topic through.
      `
asyncapi: 3.0.0
channels:
  orders:
    address: business-events-order-service-v12
    messages: {OrderCreatedEvent: {payload: {properties: {schemaVersion: {type: string, pattern: '^[1-9][0-9]*\\.[0-9]+$'}}}}}
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
      `
asyncapi: 2.6.0
channels:
  business-events-order-service-v1:
    subscribe:
      message:
        name: OrderPaidEvent
        payload:
          allOf:
            - {$ref: '#/components/schemas/Event'}
components:
  schemas:
    Event:
      properties:
        schemaVersion: {type: string, pattern: '^2\\.[0-9]+$'} # want: Message "OrderPaidEvent" has versions like "^2\\.[0-9]+$", but is on topic "business-events-order-service-v1".
`,
    ],
  },

  check({document}, report) {
    for (const message of document.messages)
      for (const property of payloadProperties(document, message, 'schemaVersion'))
        for (const {address, addressAt, isTopic} of message.channels) {
          const major = isTopic ? topicName.exec(address ?? '')?.[2] : undefined
          const strange = major === undefined ? undefined : strangeVersion(document, property, major)
          if (strange !== undefined)
            report(property.node, `${message.title} has ${strange}, but is on topic "${address}".`, [
              {at: addressAt, message: 'The topic.'},
            ])
        }
  },
})

/** The first version that is not of a major one, or the pattern that lets none of it through. */
function strangeVersion(document: AsyncApi, property: Property, major: string): string | undefined {
  const constants = constantsOf(document, property)
  if (constants) {
    const majorOf = (version: unknown) => (typeof version === 'string' ? /^([1-9][0-9]*)\./.exec(version)?.[1] : major)
    const stranger = constants.find(version => (majorOf(version) ?? major) !== major)
    return stranger === undefined ? undefined : `the version "${stranger}"`
  }
  const patterns = document.view(property.schemas).keyword('pattern')
  const stranger = patterns.find(
    ({text = ''}) => !minors.some(minor => patternMatches(text, `${major}.${minor}`) !== false),
  )
  return stranger && `versions like "${stranger.shown}"`
}

/** Minor versions that a pattern is tried with. */
const minors = Array.from({length: 20}, (_, minor) => minor)
