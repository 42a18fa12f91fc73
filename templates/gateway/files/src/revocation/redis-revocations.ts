import type {Redis} from 'ioredis'
import {z} from 'zod'
import {repeat} from '../discovery/repeat.js'
import {createRevocationList, type Revocation} from '../platform/auth/revocations.js'
import {ApiError} from '../platform/errors/api-error.js'
import type {Logger} from '../platform/logging/logger.js'
import type {RevocationStore} from './revocation-store.js'

export interface RedisRevocationsOptions {
  readonly client: () => Promise<Redis>
  /** Before every key. */
  readonly prefix: string
  readonly logger: Logger
  /** Milliseconds between two looks: as long as a revocation may take to reach every instance. */
  readonly every?: number
}

const entry = z.union([
  z.strictObject({tokenId: z.string()}),
  z.strictObject({subject: z.string().exactOptional(), issuedBefore: z.number()}),
])

/**
 * For all instances. Each holds a copy: no request waits for Redis, and what was called back stays so while Redis is away. An
 * instance that could not read the list even once does not know whom to believe: 503 AUTHZ_UNAVAILABLE.
 */
export async function redisRevocations(options: RedisRevocationsOptions): Promise<RevocationStore> {
  const {client, prefix, logger, every = 1000} = options
  const keys = {entries: `${prefix}{revocations}:entries`, changes: `${prefix}{revocations}:changes`}
  const list = createRevocationList()
  /** The number of changes that the copy knows; undefined before the first look. */
  let seen: string | null | undefined

  async function look(): Promise<number> {
    try {
      const redis = await client()
      const changes = await redis.get(keys.changes)
      if (changes === seen) return every
      const found = await redis.zrangebyscore(keys.entries, Date.now(), '+inf', 'WITHSCORES')
      for (let index = 0; index < found.length; index += 2) add(found[index] ?? '', Number(found[index + 1]))
      seen = changes
    } catch {
      // The connection tells that Redis is away. Nothing is taken off the copy, so it is good for another while.
    }
    return every
  }

  function add(text: string, until: number): void {
    try {
      list.add(entry.parse(JSON.parse(text)), until)
    } catch {
      logger.warn({value: text.slice(0, 200)}, 'A revocation can not be read.')
    }
  }

  await look()
  const stop = repeat(look)
  return {
    includes(token) {
      if (seen !== undefined || list.includes(token)) return list.includes(token)
      throw new ApiError('AUTHZ_UNAVAILABLE', 'Tokens can not be checked at the moment.')
    },
    async revoke(revocation: Revocation, until) {
      list.add(revocation, until)
      const redis = await client()
      const results = await redis
        .multi()
        .zremrangebyscore(keys.entries, 0, Date.now())
        .zadd(keys.entries, 'GT', until, JSON.stringify(revocation))
        .incr(keys.changes)
        .exec()
      const failed = results?.find(([error]) => error)?.[0]
      if (failed || !results) throw failed ?? new Error('The revocation was not kept.')
    },
    close: stop,
  }
}
