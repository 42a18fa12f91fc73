import {leastRetention, topicMinimums, topicName} from '../../../standard/events.js'
import {type JsonNode, lintRule, type Topic} from '../model.js'

export default lintRule({
  summary: 'Require partitions, replicas and retention that lose no event',
  why: 'With one replica a broken disk loses events for good; a compacted topic forgets all but the last event of an aggregate; one that keeps too little forgets what a consumer missed over a weekend.',
  fix: 'Set at least 3 partitions, 3 replicas, `min.insync.replicas: 2`, `cleanup.policy: delete` and the `retention.ms` of the class: 604800000 business, 86400000 integration, 259200000 system.',
  severity: 'error',
  examples: {
    valid: [
      `
apiVersion: kafka.strimzi.io/v1beta2
kind: KafkaTopic
metadata: {name: business-events-order-service-v1}
spec:
  partitions: 6
  replicas: 3
  config: {min.insync.replicas: 2, retention.ms: "604800000", cleanup.policy: delete}
`,
      `
asyncapi: 3.0.0
channels:
  orders:
    address: system-events-audit-v1
    bindings:
      kafka:
        partitions: 3
        replicas: 3
        topicConfiguration: {cleanup.policy: [delete], retention.ms: -1, min.insync.replicas: 2}
  users: {address: system-events-users-v1}
`,
    ],
    invalid: [
      `
topics:
  - name: business-events-order-service-v1
    partitions: 1 # want: Topic "business-events-order-service-v1" has "partitions: 1"; at least 3 are needed.
    replicationFactor: 3
    config:
      min.insync.replicas: 2
      cleanup.policy: compact,delete # want: Topic "business-events-order-service-v1" has the cleanup policy "compact,delete"; events are deleted by age only.
      retention.ms: 86400000 # want: Topic "business-events-order-service-v1" keeps events for 86400000 ms; "business" needs at least 604800000.
`,
      `
asyncapi: 2.6.0
channels:
  integration-events-orders-v1:
    bindings:
      kafka: # want: Topic "integration-events-orders-v1" does not set "partitions"; at least 3 are needed. | Topic "integration-events-orders-v1" does not set "min.insync.replicas"; at least 2 are needed.
        replicas: 1 # want: Topic "integration-events-orders-v1" has "replicas: 1"; at least 3 are needed.
        topicConfiguration: {retention.ms: 86400000}
`,
    ],
  },

  check({document: {topics}}, report) {
    for (const topic of topics) {
      if (!topic.isConfigured) continue
      const {title, node} = topic
      for (const [name, least] of Object.entries(topicMinimums)) {
        const value = minimumOf(topic, name)
        if (value === undefined) report(node, `${title} does not set "${name}"; at least ${least} are needed.`)
        else if (!(numberOf(value) >= least))
          report(value, `${title} has "${name}: ${value.shown}"; at least ${least} are needed.`)
      }
      const policy = topic.setting('cleanup.policy')
      if (policy && shownPolicy(policy) !== 'delete')
        report(policy, `${title} has the cleanup policy "${shownPolicy(policy)}"; events are deleted by age only.`)
      checkRetention(topic, report)
    }
  },
})

function checkRetention(topic: Topic, report: Parameters<Rule['check']>[1]) {
  const {name, title, node, eventClass, setting} = topic
  const kind = topicName.exec(name)?.[1] ?? eventClass?.text ?? ''
  const least = leastRetention[kind]
  // A class that nobody knows is told by asyncapi/topic-pattern.
  if (least === undefined) return
  const value = setting('retention.ms')
  if (value === undefined) report(node, `${title} does not set "retention.ms"; "${kind}" needs at least ${least}.`)
  // -1 keeps events for ever.
  else if (!(numberOf(value) >= least) && numberOf(value) !== -1)
    report(value, `${title} keeps events for ${value.shown} ms; "${kind}" needs at least ${least}.`)
}

function minimumOf(topic: Topic, name: string): JsonNode | undefined {
  return name === 'partitions' || name === 'replicas' ? topic[name] : topic.setting(name)
}

/** Kafka itself takes texts for numbers. */
function numberOf(node: JsonNode): number {
  return node.text?.trim() ? Number(node.text) : (node.number ?? Number.NaN)
}

/** A list in bindings of AsyncAPI, a text with commas in Kafka. */
function shownPolicy(node: JsonNode): string {
  return node.isArray
    ? node
        .children()
        .map(({shown}) => shown)
        .join(',')
    : node.shown
}

type Rule = ReturnType<typeof lintRule>
