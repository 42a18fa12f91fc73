import type {Redis} from 'ioredis'
import type {Logger} from '../platform/logging/logger.js'
import {createMemoryStore} from '../platform/rate-limit/memory-store.js'
import type {RateLimitStore} from '../platform/rate-limit/rate-limit-store.js'
import type {Settings} from '../settings.js'
import {createRedisStore} from './redis-store.js'

/** Counts calls for all instances together where there is a Redis, else for this one. */
export function rateLimitStore(settings: Settings, client: () => Promise<Redis>, logger: Logger): RateLimitStore {
  const local = createMemoryStore()
  if (settings.REDIS_URL === undefined) return local
  return createRedisStore({client, prefix: settings.REDIS_PREFIX, local, logger})
}
