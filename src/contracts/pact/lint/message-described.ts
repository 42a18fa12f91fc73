import {eventContractsOf, expectationsOf} from '../announced.js'
import {lintRule} from '../model.js'

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
  summary: 'Require a message in the contract for every message that a consumer expects',
  why: 'The consumer waits for a message that nobody promised to send.',
  fix: 'Correct the message in the consumer, or describe it in the contract of the provider. The description or a value of the metadata names the message, its type or its topic.',
  severity: 'error',
  examples: {
    valid: [
      `
${contract}# file: pact.yaml
consumer: {name: mail}
provider: {name: orders}
messages:
  - description: an order created event
    contents: {id: o-1}
    metadata: {}
`,
      `
# Without a name it is told by what is in it.
${contract}# file: pact.yaml
consumer: {name: mail}
provider: {name: orders}
messages:
  - description: what happens when somebody pays
    contents: {amount: 7}
    metadata: {}
`,
    ],
    invalid: [
      `
${contract}# file: pact.yaml
consumer: {name: mail}
provider: {name: orders}
messages:
  - description: a parcel # want: Interaction "a parcel" of "mail" expects a message that the contract does not describe.
    contents: {weight: 7}
    metadata: {}
`,
      `
# file: events.yaml
asyncapi: 3.0.0
channels:
  orders:
    address: business-events-orders-v1
    messages: {created: {$ref: '#/components/messages/OrderCreated'}, paid: {$ref: '#/components/messages/OrderPaid'}}
components:
  messages:
    OrderCreated: {name: OrderCreatedEvent, payload: {type: object, required: [id, at], properties: {id: {type: string}, at: {type: string}}}}
    OrderPaid: {name: OrderPaidEvent, payload: {type: object, required: [id], properties: {id: {type: integer}, amount: {type: integer}}}}
# file: pact.yaml
consumer: {name: mail}
provider: {name: orders}
messages:
  - description: a payment # want: Interaction "a payment" of "mail" expects a message that the contract does not describe.
    contents: {id: o-1, amount: 'much'}
    metadata: {}
`,
    ],
  },

  check(contract, report, _, run) {
    for (const {interaction, announced} of expectationsOf(contract, run))
      if (announced.length === 0)
        report(
          interaction.node.get('description') ?? interaction.node,
          `${interaction.title} expects a message that the contract does not describe.`,
          eventContractsOf(run).map(each => ({at: each.document.root, message: 'What it describes is here', in: each})),
        )
  },
})
