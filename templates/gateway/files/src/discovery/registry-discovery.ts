import type {Redis} from 'ioredis'
import {z} from 'zod'
import type {Logger} from '../platform/logging/logger.js'
import {registryKeys} from '../platform/registration/registration.js'
import type {Discovery, Instance} from './discovery.js'
import {pollingDiscovery} from './polling-discovery.js'
import {instanceAt} from './source.js'

export interface RegistryOptions {
  readonly service: string
  /** Milliseconds between two look-ups. */
  readonly every: number
  readonly redis: () => Promise<Redis>
  /** Before every key. */
  readonly prefix: string
  readonly logger: Logger
}

const entry = z.object({origin: z.url({protocol: /^https?$/}), weight: z.int().min(1).max(1000).default(1)})

/** Reads what services announced: a set of ids, and for each of them a key that ends with its last heartbeat. */
export function registryDiscovery({service, every, redis, prefix, logger}: RegistryOptions): Discovery {
  const keys = registryKeys(prefix, service)
  return pollingDiscovery({
    upstream: service,
    logger,
    look: async () => {
      const client = await redis()
      const ids = await client.smembers(keys.ids)
      const values = ids.length === 0 ? [] : await client.mget(ids.map(keys.instance))
      const gone = ids.filter((_id, index) => values[index] === null)
      if (gone.length > 0) await client.srem(keys.ids, ...gone)
      return {instances: values.flatMap(value => instanceOf(value, service, logger)), goodFor: every}
    },
  })
}

function instanceOf(value: string | null | undefined, service: string, logger: Logger): readonly Instance[] {
  if (value === null || value === undefined) return []
  try {
    const {origin, weight} = entry.parse(JSON.parse(value))
    return [instanceAt(new URL(origin).origin, weight)]
  } catch {
    logger.warn({upstream: service, value: value.slice(0, 200)}, 'An entry of the registry can not be read.')
    return []
  }
}
