import {retentionOf} from '../messaging/topics.js'
import type {Logger} from '../platform/logging/logger.js'
import type {MessageBroker} from '../platform/messaging/message-broker.js'
import {connectRedis} from '../redis/redis-connection.js'
import {readStream} from './read-stream.js'
import {fieldsOf, listOf} from './stream-entry.js'

export interface RedisBrokerOptions {
  readonly url: string
  /** Before every key. */
  readonly prefix: string
  readonly logger: Logger
  /** Milliseconds without a sign of life after which a message goes to another one of its group. */
  readonly idle?: number
}

/** Topics are streams, groups are their consumer groups. What is older than the topic's class asks for is trimmed. */
export function createRedisBroker({url, prefix, logger, idle = 30_000}: RedisBrokerOptions): MessageBroker {
  const connection = connectRedis(url, logger)

  const prepare = async (topic: string, group: string): Promise<void> => {
    const client = await connection.client()
    try {
      await client.xgroup('CREATE', prefix + topic, group, '$', 'MKSTREAM')
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error
    }
  }

  return {
    async publish(message) {
      const client = await connection.client()
      const oldest = Date.now() - retentionOf(message.topic)
      await client.xadd(prefix + message.topic, 'MINID', '~', oldest, '*', ...fieldsOf(message))
    },
    prepare,
    async subscribe(order) {
      const {topic, group} = order
      const key = prefix + topic
      await prepare(topic, group)
      const commands = await connection.client()
      // Reading waits for messages and would hold up everything else on its connection.
      const reader = readStream({commands, reading: connectRedis(url, logger), key, order, idle, logger, prepare})
      return {
        async lag() {
          const groups = listOf(await commands.xinfo('GROUPS', key)).map(pairs)
          const facts = groups.find(each => each.get('name') === group)
          // Unknown when entries were deleted from the midst of the stream.
          const unread = facts?.get('lag') ?? (await commands.xlen(key))
          return Number(unread) + Number(facts?.get('pending') ?? 0)
        },
        close: () => reader.close(),
      }
    },
    async check() {
      const client = await connection.client()
      await client.ping()
    },
    close: () => connection.close(),
  }
}

/** `[name, value, name, value]` by name. */
function pairs(list: unknown): ReadonlyMap<string, unknown> {
  const values = listOf(list)
  const names = values.filter((_, index) => index % 2 === 0).map(String)
  return new Map(names.map((name, index) => [name, values[index * 2 + 1]]))
}
