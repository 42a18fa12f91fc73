import {createHash} from 'node:crypto'
import type {Redis} from 'ioredis'
import type {Logger} from '../platform/logging/logger.js'
import type {Window} from '../platform/rate-limit/classes.js'
import type {RateLimitStore, Verdict} from '../platform/rate-limit/rate-limit-store.js'

export interface RedisStoreOptions {
  readonly client: () => Promise<Redis>
  /** Before every key. */
  readonly prefix: string
  /** Counts while Redis is away. */
  readonly local: RateLimitStore
  readonly logger: Logger
}

/** Milliseconds that a caller may be held up by the count: who is limited should not notice the limiter. */
const patience = 100
/** Milliseconds until Redis is asked again after it has failed. */
const rest = 1000

/** All windows of a key or none of them, in one step: what other instances do can not come in between. */
const script = `
local full = false
local state = {}
for i, key in ipairs(KEYS) do
  local calls = tonumber(redis.call('GET', key) or '0')
  local ttl = redis.call('PTTL', key)
  if ttl < 0 then
    calls = 0
    ttl = tonumber(ARGV[2 * i])
  end
  if calls >= tonumber(ARGV[2 * i - 1]) then full = true end
  state[2 * i - 1] = calls
  state[2 * i] = ttl
end
if not full then
  for i, key in ipairs(KEYS) do
    state[2 * i - 1] = state[2 * i - 1] + 1
    if state[2 * i - 1] == 1 then
      redis.call('SET', key, 1, 'PX', state[2 * i])
    else
      redis.call('INCR', key)
    end
  end
end
return {full and 0 or 1, unpack(state)}
`
const digest = createHash('sha1').update(script).digest('hex')

/**
 * Counts in Redis, so that a limit holds for all instances together. While Redis is away or slow each instance counts for
 * itself: a caller has as many times the limit as there are instances, which is better than no limit, and better than
 * none of its calls.
 */
export function createRedisStore({client, prefix, local, logger}: RedisStoreOptions): RateLimitStore {
  let restingUntil = 0

  async function count(key: string, windows: readonly Window[]): Promise<Verdict> {
    try {
      const verdict = await within(patience, ask(key, windows))
      if (restingUntil !== 0) logger.info('Rate limits are counted in Redis again.')
      restingUntil = 0
      return verdict
    } catch (error) {
      if (restingUntil === 0) logger.warn({err: error}, 'Rate limits are counted by this instance alone.')
      restingUntil = performance.now() + rest
      return local.take(key, windows)
    }
  }

  async function ask(key: string, windows: readonly Window[]): Promise<Verdict> {
    // What is in braces decides the node of a cluster; in the key of a caller there could be braces, too.
    const base = `${prefix}rate:{${encodeURIComponent(key)}}:`
    const keys = windows.map(({windowSeconds}) => base + windowSeconds)
    const numbers = windows.flatMap(({limit, windowSeconds}) => [limit, windowSeconds * 1000])
    const redis = await client()
    const answer = await redis.evalsha(digest, keys.length, ...keys, ...numbers).catch((error: unknown) => {
      // A Redis that was started anew does not know the script.
      if (error instanceof Error && error.message.startsWith('NOSCRIPT'))
        return redis.eval(script, keys.length, ...keys, ...numbers)
      throw error
    })
    return verdictOf(answer, windows)
  }

  return {
    take: (key, windows) => (performance.now() < restingUntil ? local.take(key, windows) : count(key, windows)),
  }
}

function verdictOf(answer: unknown, windows: readonly Window[]): Verdict {
  const [allowed, ...state] = Array.isArray(answer) ? answer.map(Number) : []
  const tallies = windows.map(({limit, windowSeconds}, index) => {
    const calls = state[2 * index] ?? Number.NaN
    const resetMs = state[2 * index + 1] ?? Number.NaN
    if (Number.isNaN(calls + resetMs)) throw new Error('Redis has answered something else than counts.')
    return {limit, windowSeconds, remaining: Math.max(0, limit - calls), resetMs}
  })
  return {allowed: allowed === 1, tallies}
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Redis did not answer in time.')), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
