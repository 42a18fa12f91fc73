import {setTimeout as sleep} from 'node:timers/promises'
import {describe, expect, test} from 'vitest'
import {service as name} from '../../src/about.js'
import {openRedis, ownPrefix, redisReachable, redisUrl, removeKeys} from '../redis-server.js'
import {startService} from '../service.js'

// Against a real Redis, whose address REDIS_URL is.
describe.skipIf(!redisReachable)('an instance', () => {
  test('is in the registry for as long as it takes work in', async () => {
    const client = await openRedis()
    const prefix = ownPrefix()
    const service = await startService({
      environment: {REGISTRY_REDIS_URL: redisUrl, REGISTRY_PREFIX: prefix, REGISTRY_WEIGHT: '3'},
    })
    const ids = await client.smembers(`${prefix}registry:{${name}}:ids`)
    expect(ids).toHaveLength(1)
    const key = `${prefix}registry:{${name}}:instance:${ids[0]}`
    const value: unknown = JSON.parse((await client.get(key)) ?? '{}')
    expect(value).toEqual({origin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), weight: 3})
    expect(await client.ttl(key)).toBeGreaterThan(50)

    service.readiness.drain()
    for (let time = 0; time < 100 && (await client.exists(key)) === 1; time++) await sleep(20)
    expect(await client.exists(key)).toBe(0)
    expect(await client.smembers(`${prefix}registry:{${name}}:ids`)).toEqual([])
    // It still serves what it has been sent.
    expect((await service.send('/health')).status).toBe(200)
    await service.close()
    await removeKeys(client, prefix)
    client.disconnect()
  })
})

test('without a registry a service starts and stops as ever', async () => {
  const service = await startService()
  expect((await service.send('/health')).status).toBe(200)
  await service.close()
})

test('a registry that is away does not keep a service from starting', async () => {
  const service = await startService({environment: {REGISTRY_REDIS_URL: 'redis://127.0.0.1:1'}})
  expect((await service.send('/health')).status).toBe(200)
  service.readiness.drain()
  await service.close()
})
