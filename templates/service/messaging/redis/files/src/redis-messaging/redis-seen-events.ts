import type {Closable} from '../platform/lifecycle/shutdown.js'
import type {Logger} from '../platform/logging/logger.js'
import type {SeenEvents} from '../platform/messaging/seen-events.js'
import {connectRedis} from '../redis/redis-connection.js'

/** Seconds for which an event is remembered: as long as the longest topic keeps it. */
const keepFor = 7 * 24 * 60 * 60

/** Events that were handled, for all instances of a group. */
export function createRedisSeenEvents(options: {
  readonly url: string
  readonly prefix: string
  readonly logger: Logger
}): SeenEvents & Closable {
  const connection = connectRedis(options.url, options.logger)
  const keyOf = (group: string, eventId: string) => `${options.prefix}seen:${group}:${eventId}`
  return {
    async has(group, eventId) {
      const client = await connection.client()
      return (await client.exists(keyOf(group, eventId))) === 1
    },
    async add(group, eventId) {
      const client = await connection.client()
      await client.set(keyOf(group, eventId), '1', 'EX', keepFor)
    },
    close: () => connection.close(),
  }
}
