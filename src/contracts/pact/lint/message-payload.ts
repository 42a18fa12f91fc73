import {misfitMessage} from '../../json/misfit-message.js'
import {expectationsOf} from '../announced.js'
import {lintRule} from '../model.js'
import {placeInBody} from '../places.js'

/** What the provider says, in all examples. */
const contract = `# file: events.yaml
asyncapi: 3.0.0
channels:
  orders:
    address: business-events-orders-v1
    messages: {created: {$ref: '#/components/messages/OrderCreated'}, paid: {$ref: '#/components/messages/OrderPaid'}}
components:
  messages:
    OrderCreated: {name: OrderCreatedEvent, payload: {type: object, required: [id, at], properties: {id: {type: string}, at: {type: string}}}}
    OrderPaid: {name: OrderPaidEvent, payload: {type: object, required: [id], properties: {id: {type: string}, amount: {type: integer}}}}
`

export default lintRule({
  summary: 'Require that consumers expect messages whose payload the contract allows',
  why: 'The consumer was tested with a message that the provider never sends, or reads a field that nobody promised.',
  fix: 'Expect what the schema of the payload describes, or describe the rest there.',
  severity: 'error',
  examples: {
    valid: [
      `
# What is left out is not read.
${contract}# file: pact.yaml
consumer: {name: mail}
provider: {name: orders}
messages:
  - description: OrderPaidEvent
    contents: {amount: 7}
    metadata: {}
`,
      `
# Any message of the topic may be meant.
${contract}# file: pact.yaml
consumer: {name: mail}
provider: {name: orders}
messages:
  - description: an event
    contents: {at: now}
    metadata: {topic: business-events-orders-v1}
`,
    ],
    invalid: [
      `
${contract}# file: pact.yaml
consumer: {name: mail}
provider: {name: orders}
messages:
  - description: OrderPaidEvent
    contents: 
      amount: '7' # want: Interaction "OrderPaidEvent" of "mail" does not fit message "OrderPaidEvent": "amount" has to be an integer, not a string.
      at: now # want: Interaction "OrderPaidEvent" of "mail" does not fit message "OrderPaidEvent": "at" is not described by the schema.
    metadata: {}
`,
      `
${contract}# file: pact.yaml
consumer: {name: mail}
provider: {name: orders}
messages:
  - description: an event
    contents: 
      id: o-1
      colour: red # want: Interaction "an event" of "mail" does not fit message "OrderCreatedEvent": "colour" is not described by the schema.
    metadata: {topic: business-events-orders-v1}
`,
    ],
  },

  check(pact, report, _, run) {
    for (const {interaction, announced} of expectationsOf(pact, run)) {
      const [best] = announced
      const {contents, title} = interaction
      if (best === undefined || contents === undefined) continue
      const {message, contract, misfits} = best
      for (const misfit of misfits)
        report(
          placeInBody(contents, misfit),
          `${title} does not fit ${message.title.replace(/^M/, 'm')}: ${misfitMessage(misfit)}`,
          [{at: message.node, message: 'The message is described here', in: contract}],
        )
    }
  },
})
