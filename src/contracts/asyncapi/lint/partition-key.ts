import {type JsonNode, lintRule, type Message} from '../model.js'

const key = 'x-partition-key'
const wanted = 'aggregateId'

export default lintRule({
  summary: 'Require aggregateId as the key of Kafka messages',
  why: 'Kafka keeps order within a partition only. By the id of the aggregate "created" is never overtaken by "cancelled"; by the type of the event everything of one type lands on one broker.',
  fix: 'Describe the key in the Kafka binding of the message (`bindings.kafka.key`) and say `x-partition-key: aggregateId`.',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
channels:
  orders:
    address: business-events-order-service-v1
    messages: {created: {$ref: '#/components/messages/OrderCreatedEvent'}}
components:
  messages:
    OrderCreatedEvent:
      traits: [{$ref: '#/components/messageTraits/Keyed'}]
  messageTraits:
    Keyed:
      x-partition-key: aggregateId
      bindings: {kafka: {key: {type: string}}}
`,
      `
asyncapi: 2.6.0
channels:
  orders:
    bindings: {amqp: {is: queue}}
    publish: {message: {name: OrderCreatedEvent}}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels:
  orders:
    address: business-events-order-service-v1
    messages:
      OrderCreatedEvent: # want: Message "OrderCreatedEvent" has no key in its Kafka binding. | Message "OrderCreatedEvent" does not say "x-partition-key: aggregateId".
        payload: {}
      OrderPaidEvent:
        x-partition-key: eventType # want: Message "OrderPaidEvent" is partitioned by "eventType"; it has to be "aggregateId".
        bindings: {kafka: {key: {type: string}}}
`,
      `
asyncapi: 2.6.0
channels:
  business-events-order-service-v1:
    publish:
      message:
        name: OrderCreatedEvent
        bindings: {kafka: {key: {type: string, x-partition-key: orderId}}} # want: Message "OrderCreatedEvent" is partitioned by "orderId"; it has to be "aggregateId".
`,
    ],
  },

  check({document: {messages}}, report) {
    for (const message of messages) {
      const {title, node, channels, kafka} = message
      if (channels.length > 0 ? !channels.some(({isTopic}) => isTopic) : kafka('key') === undefined) continue
      const said = partitionKey(message)
      if (kafka('key') === undefined) report(node, `${title} has no key in its Kafka binding.`)
      if (said === undefined) report(node, `${title} does not say "${key}: ${wanted}".`)
      else if (said.value !== wanted)
        report(said, `${title} is partitioned by "${said.shown}"; it has to be "${wanted}".`)
    }
  },
})

/** On the message, in its Kafka binding, or in the schema of the key. */
function partitionKey({member, kafka}: Message): JsonNode | undefined {
  return member(key) ?? kafka(key) ?? kafka('key')?.get(key)
}
