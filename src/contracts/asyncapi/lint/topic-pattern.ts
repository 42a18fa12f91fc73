import {topicName} from '../../../standard/events.js'
import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Enforce {class}-events-{name}-v{N} for names of topics',
  why: 'Access, retention and alerts are granted by prefix; a version in the name lets two majors live side by side while consumers move.',
  fix: 'Name the topic `business-events-{service}-v{N}`, `integration-events-{domain}-v{N}` or `system-events-{category}-v{N}`, and the one for dead letters the same with `-dead-letter`.',
  severity: 'error',
  examples: {
    valid: [
      `
asyncapi: 3.0.0
channels:
  orders:
    address: business-events-order-service-v1
    x-event-class: business
  lost:
    address: business-events-order-service-v1-dead-letter
  reply: {address: null}
`,
      `
asyncapi: 3.0.0
servers:
  public: {host: ws.example.com, protocol: wss}
channels:
  chat: {address: /chat}
`,
      `
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata: {name: orders}
spec: {topicName: business-events-order-service-v1}
`,
    ],
    invalid: [
      `
asyncapi: 3.0.0
channels:
  users:
    address: user_events # want: Topic "user_events" is not named like "business-events-order-service-v1".
  orders:
    address: business-events-order-service-v1
    x-event-class: system # want: Topic "business-events-order-service-v1" is of the class "system"; its name says "business".
`,
      `
asyncapi: 2.6.0
channels:
  orders/created: # want: Topic "orders/created" is not named like "business-events-order-service-v1".
    publish: {}
  paid:
    bindings:
      kafka:
        topic: business-events-payments-v0 # want: Topic "business-events-payments-v0" is not named like "business-events-order-service-v1".
`,
      `
topics:
  - name: user-events # want: Topic "user-events" is not named like "business-events-order-service-v1".
    partitions: 3
`,
    ],
  },

  check({document: {topics}}, report) {
    for (const {name, title, nameAt, eventClass} of topics) {
      const [, named] = topicName.exec(name) ?? []
      if (named === undefined) report(nameAt, `${title} is not named like "business-events-order-service-v1".`)
      else if (eventClass && eventClass.value !== named)
        report(eventClass, `${title} is of the class "${eventClass.shown}"; its name says "${named}".`)
    }
  },
})
