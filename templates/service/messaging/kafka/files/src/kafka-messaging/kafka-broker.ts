import {type Admin, type Kafka, Partitioners, type Producer} from 'kafkajs'
import type {Logger} from '../platform/logging/logger.js'
import {createReach} from '../platform/logging/reach.js'
import type {MessageBroker} from '../platform/messaging/message-broker.js'
import {createKafkaClient, type KafkaAddress} from './kafka-client.js'
import {outgoing} from './kafka-message.js'
import {readTopic} from './read-topic.js'

export interface KafkaBrokerOptions extends KafkaAddress {
  /** Before the name of every topic and group. */
  readonly prefix: string
  readonly logger: Logger
  /** Milliseconds without a sign of life after which the partitions of a consumer go to others. */
  readonly sessionTimeout?: number
}

/** A topic is a topic, a group a consumer group; the key decides the partition, as Kafka's own clients do it. */
export function createKafkaBroker(options: KafkaBrokerOptions): MessageBroker {
  const {prefix, logger, sessionTimeout = 30_000} = options
  const kafka = createKafkaClient(options, logger)
  const reach = createReach('Kafka', logger)
  const admin = connected(reach, async () => {
    const client = kafka.admin()
    await client.connect()
    return client
  })
  const producer = connected(reach, () => connectProducer(kafka))

  /** A new group begins with the oldest message of the topic, so that there is nothing to keep for it. */
  const prepare = async (topic: string): Promise<void> => {
    const client = await admin.get()
    // Makes the topic where brokers do that by themselves, and tells where it is missing.
    await client.fetchTopicMetadata({topics: [prefix + topic]})
  }

  return {
    async publish(message) {
      const client = await producer.get()
      // All replicas that keep up have it.
      await client.send({topic: prefix + message.topic, acks: -1, messages: [outgoing(message)]})
    },
    prepare,
    async subscribe(order) {
      await prepare(order.topic)
      const name = {topic: prefix + order.topic, group: prefix + order.group}
      const reader = await readTopic({kafka, ...name, order, sessionTimeout, logger})
      return {lag: async () => lagOf(await admin.get(), name), close: () => reader.close()}
    },
    async check() {
      const client = await admin.get()
      await client.describeCluster()
    },
    async close() {
      await Promise.all([admin, producer].map(each => each.close()))
    },
  }
}

async function connectProducer(kafka: Kafka): Promise<Producer> {
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    // One at a time, so that a message that is sent again does not come behind the next one of its key.
    maxInFlightRequests: 1,
  })
  await producer.connect()
  return producer
}

/** Messages behind the last one that the group has committed, of all partitions. */
async function lagOf(admin: Admin, {topic, group}: {readonly topic: string; readonly group: string}): Promise<number> {
  const [ends, [committed]] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({groupId: group, topics: [topic]}),
  ])
  const offsets = new Map(committed?.partitions.map(({partition, offset}) => [partition, offset]))
  return ends.reduce((sum, {partition, high, low}) => {
    const offset = offsets.get(partition)
    // -1: nothing was committed yet.
    return sum + Number(BigInt(high) - BigInt(offset === undefined || offset === '-1' ? low : offset))
  }, 0)
}

/** Something that connects when it is first needed, and again when that has failed. */
function connected<Client extends {disconnect(): Promise<void>}>(
  reach: ReturnType<typeof createReach>,
  connect: () => Promise<Client>,
) {
  let opened: Promise<Client> | undefined
  return {
    get(): Promise<Client> {
      const known = opened ?? connect()
      opened = known
      known.then(reach.found, error => {
        reach.lost(error)
        opened = undefined
      })
      return known
    },
    async close(): Promise<void> {
      const client = await opened?.catch(() => undefined)
      await client?.disconnect()
    },
  }
}
