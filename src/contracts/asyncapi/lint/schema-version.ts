import {schemaVersionMember} from '../../../standard/events.js'
import {checkValue, tell} from '../../json/members.js'
import {lintRule} from '../model.js'
import {examplesOf, payloadProperties} from '../payloads.js'

export default lintRule({
  summary: 'Require a major and a minor version in schemaVersion, and in every example',
  why: 'Events live for days, and old ones are read again. A consumer has to know by a look which schema an event was written by, and whether it may read it.',
  fix: 'Give `schemaVersion` a `const` such as "1.0", or the pattern that the message names, and set it in every example.',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent:
      payload: {properties: {schemaVersion: {const: '1.0'}}}
      examples:
        - payload: {schemaVersion: '1.0'}
    OrderPaidEvent:
      payload: {properties: {schemaVersion: {type: string, pattern: '^2\\.[0-9]+$'}}}
`,
      `
asyncapi: 2.6.0
components:
  messages:
    OrderCreatedEvent:
      payload: {properties: {schemaVersion: {type: string, enum: ['1.0', '1.1']}}}
      examples:
        - headers: {eventType: OrderCreated}
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
          schemaVersion: {type: string} # want: Message "OrderCreatedEvent": "schemaVersion" has to have the pattern "^[1-9][0-9]*\\.[0-9]+$".
      examples:
        - payload: {eventType: OrderCreated} # want: Message "OrderCreatedEvent" has an example without "schemaVersion".
`,
      `
asyncapi: 2.6.0
components:
  messages:
    OrderCreatedEvent:
      payload:
        properties:
          schemaVersion: {const: v1} # want: Message "OrderCreatedEvent": "schemaVersion" allows "v1", which does not match "^[1-9][0-9]*\\.[0-9]+$".
`,
    ],
  },

  check({document}, report) {
    for (const message of document.messages) {
      const properties = payloadProperties(document, message, 'schemaVersion')
      for (const {node, schemas} of properties) {
        const say = (what: string) => tell({document, response: message, report}, node, what)
        checkValue(document, schemas, schemaVersionMember, say)
      }
      if (properties.length === 0) continue
      for (const example of examplesOf(message))
        if (!example.get('schemaVersion')) report(example, `${message.title} has an example without "schemaVersion".`)
    }
  },
})
