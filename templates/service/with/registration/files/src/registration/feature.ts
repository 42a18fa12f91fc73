import {randomUUID} from 'node:crypto'
import {hostname, networkInterfaces} from 'node:os'
import {z} from 'zod'
import {service} from '../about.js'
import {defineFeature} from '../feature.js'
import {secret} from '../platform/config/environment.js'
import {register} from '../platform/registration/registration.js'
import {connectRedis} from '../redis/redis-connection.js'

/** Announces this instance for as long as it takes work in. Without REGISTRY_REDIS_URL nothing happens. */
export const registration = defineFeature({
  settings: {
    REGISTRY_REDIS_URL: secret(z.url({protocol: /^rediss?$/}).optional()).describe(
      'Redis in which instances announce themselves, such as redis://127.0.0.1:6379; left out, this one does not.',
    ),
    REGISTRY_PREFIX: z
      .string()
      .default('mesh:')
      .describe('Before every key of the registry; the same as REDIS_PREFIX of gateways.'),
    REGISTRY_ADDRESS: z
      .url({protocol: /^https?$/})
      .optional()
      .describe('Where gateways reach this instance; left out, the first address of the machine and PORT.'),
    REGISTRY_WEIGHT: z.coerce
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(1)
      .describe('Share of the work, where it counts.'),
  },
  async install({settings, logger}) {
    const {REGISTRY_REDIS_URL: url, REGISTRY_PREFIX: prefix, REGISTRY_WEIGHT: weight} = settings
    if (url === undefined) return {}
    const redis = connectRedis(url, logger)
    let registered: {close(): Promise<void>} | undefined
    return {
      async announce(addresses) {
        const origin = settings.REGISTRY_ADDRESS ?? reachable(addresses)
        if (origin === undefined) throw new Error('No address of this instance can be reached from outside.')
        const client = await redis.client()
        registered = await register({client, prefix, service, id: instanceId(), origin, weight, logger})
        logger.info({origin}, 'Announced.')
      },
      async withdraw() {
        await registered?.close()
        registered = undefined
      },
      close: () => redis.close(),
    }
  },
})

/** Readable for people, and its own in every process. */
function instanceId(): string {
  return `${hostname()}-${randomUUID().slice(0, 8)}`
}

/** The address of the HTTP server, by a name that means something on other machines. */
function reachable(addresses: readonly string[]): string | undefined {
  const address = addresses.find(each => each.startsWith('http'))
  if (address === undefined) return undefined
  const url = new URL(address)
  const outside = Object.values(networkInterfaces())
    .flatMap(each => each ?? [])
    .find(({internal, family}) => !internal && family === 'IPv4')
  // One that listens on a single address is reached there and nowhere else.
  if (outside && ['0.0.0.0', '[::]'].includes(url.hostname)) url.hostname = outside.address
  return url.origin
}
