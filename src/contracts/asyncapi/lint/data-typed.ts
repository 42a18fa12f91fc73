import {valueBranches} from '../../json/branches.js'
import {article, homeOf, tell} from '../../json/members.js'
import {lintRule} from '../model.js'
import {payloadProperties} from '../payloads.js'

export default lintRule({
  summary: 'Require named properties and nothing else in eventData',
  why: 'What is not in the schema cannot be relied on, and yet somebody will. A closed object turns a forgotten property into a failed test instead of a surprise for a consumer.',
  fix: 'Describe each property of `eventData` and set `additionalProperties: false`; with `allOf` the part that closes it lists them all.',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent:
      payload:
        properties:
          eventData:
            type: object
            additionalProperties: false
            properties: {orderId: {type: string}}
`,
      `
asyncapi: 3.0.0
components:
  messages:
    OrderCreatedEvent:
      payload:
        allOf:
          - properties: {eventData: {type: object}}
          - properties: {eventData: {$ref: '#/components/schemas/OrderCreated'}}
  schemas:
    OrderCreated: {unevaluatedProperties: false, properties: {orderId: {type: string}}}
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
          eventData: {} # want: Message "OrderCreatedEvent": "eventData" has no named properties.
    OrderPaidEvent:
      payload: {properties: {eventData: {$ref: '#/components/schemas/OrderPaid'}}}
  schemas:
    OrderPaid: # want: Schema "OrderPaid" lets properties in that are not described; set "additionalProperties: false".
      properties: {orderId: {type: string}}
`,
      `
asyncapi: 2.6.0
components:
  messages:
    OrderCreatedEvent:
      payload:
        properties:
          eventData: {type: string} # want: Message "OrderCreatedEvent": "eventData" may be a string; it has to be an object.
`,
    ],
  },

  check({document}, report) {
    for (const message of document.messages)
      for (const {node, schemas} of payloadProperties(document, message, 'eventData')) {
        const {views} = valueBranches(document, schemas)
        for (const view of views) {
          const judged = {document, response: message, report}
          const home = homeOf(view) ?? node
          const stranger = view.types.find(type => type !== 'object')
          if (stranger !== undefined) tell(judged, home, `may be ${article(stranger)}; it has to be an object`)
          else if (view.properties.size === 0) {
            if (view.complete) tell(judged, home, 'has no named properties')
          } else if (view.open && view.complete)
            tell(judged, home, 'lets properties in that are not described; set "additionalProperties: false"')
        }
      }
  },
})
