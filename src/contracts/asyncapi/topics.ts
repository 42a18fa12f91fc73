import type {Channel, JsonNode, Topic} from './model.js'

/** Whether a document describes topics of Kafka: a `KafkaTopic` of Strimzi, a list of them, or a list `topics`. */
export function isTopicManifest(root: JsonNode): boolean {
  return resourcesIn(root).length > 0 || listOf(root).length > 0
}

/** The topics of a manifest. */
export function topicsOf(root: JsonNode): Topic[] {
  const resources = resourcesIn(root)
  return resources.length > 0
    ? resources.flatMap(node => topicOfResource(node) ?? [])
    : listOf(root).flatMap(node => listed(node) ?? [])
}

/** A `KafkaTopic` alone, or those of a `List`. */
function resourcesIn(root: JsonNode): readonly JsonNode[] {
  const kind = root.get('kind')?.text
  const items = kind === 'List' || kind === 'KafkaTopicList' ? (root.get('items')?.children() ?? []) : []
  return [root, ...items].filter(isStrimzi)
}

function topicOfResource(root: JsonNode): Topic | undefined {
  const spec = root.get('spec') ?? root
  // A topic may have another name than the object that describes it, because Kubernetes does not allow all of them.
  const name = spec.get('topicName') ?? root.at('metadata', 'name')
  if (name?.text === undefined) return undefined
  const annotated =
    root.at('metadata', 'annotations', 'x-event-class') ?? root.at('metadata', 'labels', 'x-event-class')
  const members = {eventClass: root.get('x-event-class') ?? annotated, isConfigured: true}
  return {...common(name.text, name, spec), ...members}
}

/** What the Kafka binding of a channel says about its topic; the name alone when there is none. */
export function topicOf({address, addressAt, node, kafka}: Channel): Topic | undefined {
  if (address === undefined) return undefined
  const settings = kafka ?? node
  const isConfigured = ['partitions', 'replicas', 'topicConfiguration'].some(name => kafka?.get(name))
  return {...common(address, addressAt, settings), eventClass: node.get('x-event-class'), isConfigured}
}

function common(name: string, nameAt: Topic['nameAt'], node: JsonNode): Omit<Topic, 'eventClass' | 'isConfigured'> {
  const maps = ['config', 'configs', 'configuration', 'topicConfiguration'].flatMap(key => node.get(key) ?? [])
  return {
    name,
    title: `Topic "${name}"`,
    nameAt,
    node,
    partitions: node.get('partitions') ?? node.get('numPartitions'),
    replicas: node.get('replicas') ?? node.get('replicationFactor'),
    setting: key => [...maps, node].map(map => map.get(key)).find(found => found !== undefined),
  }
}

function isStrimzi(root: JsonNode): boolean {
  return root.get('kind')?.text === 'KafkaTopic' && (root.get('apiVersion')?.text ?? '').startsWith('kafka.strimzi.io/')
}

/** Other things have a list `topics`, too: every one has to have a name and partitions, replicas or settings. */
function listOf(root: JsonNode): readonly JsonNode[] {
  const list = root.get('topics')?.children() ?? []
  const isTopic = (node: JsonNode) => {
    const keys = ['partitions', 'numPartitions', 'replicas', 'replicationFactor', 'retention.ms', 'cleanup.policy']
    return nameOf(node) !== undefined && (keys.some(key => node.get(key)) || node.at('config', 'retention.ms'))
  }
  return list.some(isTopic) && list.every(node => nameOf(node) !== undefined) ? list : []
}

function listed(node: JsonNode): Topic | undefined {
  const name = nameOf(node)
  if (name?.text === undefined) return undefined
  return {...common(name.text, name, node), eventClass: node.get('x-event-class'), isConfigured: true}
}

function nameOf(node: JsonNode): JsonNode | undefined {
  return node.isObject ? [node.get('name'), node.get('topic')].find(each => each?.text !== undefined) : undefined
}
