import {randomUUID} from 'node:crypto'
import {Redis} from 'ioredis'

const {REDIS_URL: redisUrl = 'redis://127.0.0.1:6379', MESH_REQUIRE_SERVICES: required} = process.env

export {redisUrl}

/** Whether a Redis can be reached. Where one has to be (MESH_REQUIRE_SERVICES=1), its absence is an error. */
export const redisReachable = await reachable()

/** Keys of one test, so that tests never see each other's. */
export const ownPrefix = (): string => `test-${randomUUID()}:`

export async function openRedis(): Promise<Redis> {
  const client = new Redis(redisUrl, {lazyConnect: true, maxRetriesPerRequest: 0})
  await client.connect()
  return client
}

/** Leaves nothing behind. */
export async function removeKeys(client: Redis, prefix: string): Promise<void> {
  const keys = await client.keys(`${prefix}*`)
  if (keys.length > 0) await client.del(...keys)
}

async function reachable(): Promise<boolean> {
  const client = new Redis(redisUrl, {lazyConnect: true, retryStrategy: () => null, connectTimeout: 1000})
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch (error) {
    if (required === '1') throw error
    return false
  } finally {
    client.disconnect()
  }
}
