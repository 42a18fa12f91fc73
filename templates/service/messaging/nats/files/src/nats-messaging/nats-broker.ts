import {AckPolicy, DeliverPolicy, JetStreamApiCodes, JetStreamApiError, StorageType} from '@nats-io/jetstream'
import {nanos} from '@nats-io/transport-node'
import {retentionOf} from '../messaging/topics.js'
import type {Logger} from '../platform/logging/logger.js'
import type {MessageBroker} from '../platform/messaging/message-broker.js'
import {connectNats, timeout} from './nats-connection.js'
import {headersOf} from './nats-message.js'
import {readConsumer} from './read-consumer.js'

export interface NatsBrokerOptions {
  readonly url: string
  /** Before the name of every stream. */
  readonly prefix: string
  /** Servers that keep a copy of a stream. */
  readonly replicas: number
  readonly logger: Logger
  /** Milliseconds without a sign of life after which a message goes to another one of its group. */
  readonly idle?: number
}

/** Milliseconds within which the server knows a message that is published again. */
const duplicateWindow = 2 * 60 * 1000

/** A topic is a stream with one subject of its name, a group a durable consumer of it. */
export function createNatsBroker(options: NatsBrokerOptions): MessageBroker {
  const {url, prefix, replicas, logger, idle = 30_000} = options
  const nats = connectNats(url, logger)
  const streams = new Map<string, Promise<void>>()

  const makeStream = async (topic: string): Promise<void> => {
    const {manager} = await nats.open()
    const name = prefix + topic
    if (await exists(() => manager.streams.info(name))) return
    await manager.streams.add({
      name,
      subjects: [name],
      storage: StorageType.File,
      num_replicas: replicas,
      max_age: nanos(retentionOf(topic)),
      duplicate_window: nanos(duplicateWindow),
    })
  }
  const stream = (topic: string): Promise<void> => {
    const known = streams.get(topic) ?? makeStream(topic)
    streams.set(topic, known)
    // One that failed is tried anew by the next one who needs it.
    known.catch(() => streams.delete(topic))
    return known
  }

  const prepare = async (topic: string, group: string): Promise<void> => {
    await stream(topic)
    const {manager} = await nats.open()
    const name = prefix + topic
    if (await exists(() => manager.consumers.info(name, group))) return
    await manager.consumers.add(name, {
      durable_name: group,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.New,
      ack_wait: nanos(idle),
    })
  }

  return {
    async publish(message) {
      await stream(message.topic)
      const {client} = await nats.open()
      const {id, body} = message
      await client.publish(prefix + message.topic, body, {msgID: id, headers: headersOf(message), timeout})
    },
    prepare,
    async subscribe(order) {
      await prepare(order.topic, order.group)
      const {client, manager} = await nats.open()
      const name = prefix + order.topic
      const consumer = await client.consumers.get(name, order.group)
      const reader = readConsumer({consumer, order, logger})
      return {
        async lag() {
          const {num_pending: unread, num_ack_pending: unsettled} = await manager.consumers.info(name, order.group)
          return unread + unsettled
        },
        close: () => reader.close(),
      }
    },
    async check() {
      const {manager} = await nats.open()
      await manager.getAccountInfo()
    },
    close: () => nats.close(),
  }
}

/** Whether what is asked for is there. */
async function exists(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch (error) {
    const missing: readonly number[] = [JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound]
    if (error instanceof JetStreamApiError && missing.includes(error.code)) return false
    throw error
  }
}
