import {createMemoryStore} from '../platform/rate-limit/memory-store.js'
import type {RateLimitStore} from '../platform/rate-limit/rate-limit-store.js'
import type {Settings} from '../settings.js'
import {createRedisStore, type RedisStoreOptions} from './redis-store.js'

/** Counts calls for all instances together where there is a Redis, else for this one. `prefix` is before every key there. */
export function rateLimitStore(
  {REDIS_URL}: Settings,
  options: Pick<RedisStoreOptions, 'client' | 'prefix' | 'logger'>,
): RateLimitStore {
  const local = createMemoryStore()
  return REDIS_URL === undefined ? local : createRedisStore({...options, local})
}
