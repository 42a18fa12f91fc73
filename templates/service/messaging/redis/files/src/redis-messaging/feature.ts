import {z} from 'zod'
import {defineFeature} from '../feature.js'
import {secret} from '../platform/config/environment.js'
import {createRedisBroker} from './redis-broker.js'
import {createRedisSeenEvents} from './redis-seen-events.js'

/** Events go through streams of Redis, and what was handled is remembered there. */
export const redis = defineFeature({
  settings: {
    EVENTS_REDIS_URL: secret(z.url({protocol: /^rediss?$/}).default('redis://127.0.0.1:6379')).describe(
      'Redis that carries the events; redis://127.0.0.1:6379 by default.',
    ),
    EVENTS_REDIS_PREFIX: z.string().default('').describe('Before every key of events in Redis.'),
    EVENTS_REDIS_IDLE: z.coerce
      .number()
      .int()
      .min(3000)
      .default(30_000)
      .describe('Milliseconds without a sign of life after which an event goes to another instance.'),
  },
  async provide({settings, logger}, given) {
    const options = {url: settings.EVENTS_REDIS_URL, prefix: settings.EVENTS_REDIS_PREFIX, logger}
    const messageBroker = createRedisBroker({...options, idle: settings.EVENTS_REDIS_IDLE})
    // A memory beside the data can do more: it notes an event together with what the event has changed.
    if (given.seenEvents) return {messageBroker, close: () => messageBroker.close()}
    const seenEvents = createRedisSeenEvents(options)
    return {
      messageBroker,
      seenEvents,
      async close() {
        await messageBroker.close()
        await seenEvents.close()
      },
    }
  },
})
