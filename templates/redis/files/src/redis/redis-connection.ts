import type {Redis} from 'ioredis'
import type {Logger} from '../platform/logging/logger.js'
import {createReach} from '../platform/logging/reach.js'

/** A connection to Redis that is made when it is first needed. */
export interface RedisConnection {
  /** The client, connected or trying to be; its commands fail at once while it is not. */
  client(): Promise<Redis>
  close(): Promise<void>
}

/** Milliseconds between two tries to connect: longer each time, up to the second number. */
const pause = {step: 100, most: 3000}

export function connectRedis(url: string | undefined, logger: Logger): RedisConnection {
  let opened: Promise<Redis> | undefined

  const open = async (): Promise<Redis> => {
    if (url === undefined) throw new Error('REDIS_URL is not set.')
    // Who has no Redis pays nothing for it.
    const {Redis} = await import('ioredis')
    const client = new Redis(url, {
      connectTimeout: 2000,
      commandTimeout: 2000,
      // A request that waits for a Redis which is away would wait for ever.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: times => Math.min(times * pause.step, pause.most),
    })
    const reach = createReach('Redis', logger)
    client.on('error', reach.lost)
    client.on('ready', reach.found)
    await new Promise<void>(resolve => {
      client.once('ready', resolve)
      client.once('error', () => resolve())
    })
    return client
  }

  return {
    client() {
      opened ??= open()
      return opened
    },
    async close() {
      const client = await opened?.catch(() => undefined)
      client?.disconnect()
    },
  }
}
