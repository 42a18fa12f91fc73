import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, describe, expect, test} from 'vitest'
import {createLogger} from '../src/platform/logging/logger.js'
import {register} from '../src/platform/registration/registration.js'
import {startDnsServer} from './dns-server.js'
import {openRedis, ownPrefix, redisReachable, redisUrl, removeKeys} from './redis-server.js'
import {startGateway, type TestGateway} from './start-gateway.js'
import {startUpstream, type UpstreamServer} from './upstream-server.js'

const cleanUps: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Ends with its test. */
function own<T extends {close(): Promise<unknown>}>(resource: T): T {
  cleanUps.push(() => resource.close())
  return resource
}

/** Sends requests until the last `count` of them went well. */
async function settles(gateway: TestGateway, count = 4): Promise<void> {
  let inARow = 0
  for (let time = 0; time < 200 && inARow < count; time++) {
    inARow = (await gateway.send('/orders')).status === 200 ? inARow + 1 : 0
    if (inARow === 0) await sleep(25)
  }
  expect(inARow).toBe(count)
}

/** Waits until an instance gets work. */
async function joins(gateway: TestGateway, upstream: UpstreamServer): Promise<void> {
  const before = upstream.requests.length
  for (let time = 0; time < 200 && upstream.requests.length === before; time++) {
    await gateway.send('/orders')
    await sleep(25)
  }
  expect(upstream.requests.length).toBeGreaterThan(before)
}

describe('instances in DNS', () => {
  test('every address of a name is one, and it is asked under that name', async () => {
    const orders = own(await startUpstream())
    const name = 'orders.example.com'
    const dns = own(await startDnsServer([{type: 'A', name, ttl: 1, data: '127.0.0.1'}]))
    const gateway = own(
      await startGateway(
        `routes: [{name: orders, prefix: /orders, upstream: {dns: "http://${name}:${orders.port}", every: 200ms}}]`,
        {DNS_SERVERS: dns.address},
      ),
    )
    await settles(gateway)
    expect(orders.requests[0]?.headers.host).toBe(`${name}:${orders.port}`)
    const asked = dns.asked.get(name) ?? 0
    await sleep(500)
    expect(dns.asked.get(name)).toBeGreaterThan(asked)
  })

  test('SRV records bring ports; who is taken out gets no more work, who is put in does', async () => {
    const service = '_http._tcp.orders.example.com'
    const host = {type: 'A', name: 'a.example.com', ttl: 1, data: '127.0.0.1'} as const
    const first = own(await startUpstream())
    const second = own(await startUpstream())
    const record = (port: number, priority = 0) =>
      ({type: 'SRV', name: service, ttl: 1, data: {port, target: host.name, weight: 1, priority}}) as const
    const dns = own(await startDnsServer([host, record(first.port), record(second.port, 9)]))
    const gateway = own(
      await startGateway(`routes: [{name: orders, prefix: /orders, upstream: {srv: ${service}, every: 100ms}}]`, {
        DNS_SERVERS: dns.address,
      }),
    )
    await settles(gateway)
    // The other one has a lower priority.
    expect(second.requests.length).toBe(0)
    dns.zone = [host, record(second.port)]
    await joins(gateway, second)
    const before = first.requests.length
    await settles(gateway)
    expect(first.requests.length).toBe(before)
  })

  test('that can not be looked up any more stay', async () => {
    const orders = own(await startUpstream())
    const name = 'orders.example.com'
    const dns = own(await startDnsServer([{type: 'A', name, ttl: 1, data: '127.0.0.1'}]))
    const gateway = own(
      await startGateway(
        `routes: [{name: orders, prefix: /orders, upstream: {dns: "http://${name}:${orders.port}", every: 100ms}}]`,
        {DNS_SERVERS: dns.address},
      ),
    )
    await settles(gateway)
    dns.zone = []
    while (!gateway.logs.some(({msg}) => /can not be looked up/.test(String(msg)))) await sleep(25)
    await settles(gateway)
  })

  test('that were never found are 503, and the caller may try again', async () => {
    const dns = own(await startDnsServer([]))
    const gateway = own(
      await startGateway('routes: [{name: orders, prefix: /orders, upstream: {dns: "http://orders.example.com:1"}}]', {
        DNS_SERVERS: dns.address,
      }),
    )
    const {status, codes, headers} = await gateway.send('/orders')
    expect([status, codes, headers['retry-after']]).toEqual([503, ['NO_HEALTHY_INSTANCE'], '1'])
    expect((await gateway.send('/ready', {headers: {authorization: 'none'}})).status).toBe(503)
  })

  test('of /etc/hosts are found, too', async () => {
    const orders = own(await startUpstream())
    const gateway = own(
      await startGateway(
        `routes: [{name: orders, prefix: /orders, upstream: {dns: "http://localhost:${orders.port}"}}]`,
      ),
    )
    await settles(gateway)
  })
})

// Against a real Redis, whose address REDIS_URL is.
describe.skipIf(!redisReachable)('instances in the registry', () => {
  const logger = createLogger({service: 'orders', version: '0.0.0', level: 'silent'})

  test('announce themselves, and are gone when they take their leave or fall silent', async () => {
    const client = await openRedis()
    const prefix = ownPrefix()
    cleanUps.push(async () => {
      await removeKeys(client, prefix)
      client.disconnect()
    })
    const first = own(await startUpstream())
    const second = own(await startUpstream())
    const common = {client, prefix, service: 'orders', logger}
    const announced = await register({...common, id: 'one', origin: first.url})
    const gateway = own(
      await startGateway('routes: [{name: orders, prefix: /orders, upstream: {registry: orders, every: 50ms}}]', {
        REDIS_URL: redisUrl,
        REDIS_PREFIX: prefix,
      }),
    )
    await settles(gateway)
    expect(second.requests.length).toBe(0)

    // One heartbeat in a second's third keeps it in for longer than its lifetime.
    const other = await register({...common, id: 'two', origin: second.url, lifetime: 1})
    await announced.close()
    await joins(gateway, second)
    await sleep(1500)
    const before = first.requests.length
    await settles(gateway)
    expect(first.requests.length).toBe(before)
    expect(await client.smembers(`${prefix}registry:{orders}:ids`)).toEqual(['two'])
    await other.close()

    // What died without a word ends with its key, and is swept out of the set.
    await client.set(`${prefix}registry:{orders}:instance:three`, JSON.stringify({origin: first.url}), 'PX', 300)
    await client.sadd(`${prefix}registry:{orders}:ids`, 'three')
    await joins(gateway, first)
    await sleep(600)
    expect(await client.smembers(`${prefix}registry:{orders}:ids`)).toEqual([])
    // Nobody is left to ask, so those known last are.
    await settles(gateway)
  })

  test('that make no sense are passed over', async () => {
    const client = await openRedis()
    const prefix = ownPrefix()
    cleanUps.push(async () => {
      await removeKeys(client, prefix)
      client.disconnect()
    })
    const orders = own(await startUpstream())
    const values = ['{', '{"origin": "file:///etc/passwd"}', JSON.stringify({origin: orders.url, weight: 2})]
    for (const [id, value] of values.entries()) {
      await client.set(`${prefix}registry:{orders}:instance:${id}`, value)
      await client.sadd(`${prefix}registry:{orders}:ids`, String(id))
    }
    const gateway = own(
      await startGateway('routes: [{name: orders, prefix: /orders, upstream: {registry: orders, every: 50ms}}]', {
        REDIS_URL: redisUrl,
        REDIS_PREFIX: prefix,
      }),
    )
    await settles(gateway)
  })
})

test('a registry that can not be reached is told, and holds nothing else up', async () => {
  const users = own(await startUpstream())
  const gateway = own(
    await startGateway(
      `routes:
  - {name: orders, prefix: /orders, upstream: {registry: orders}}
  - {name: users, prefix: /users, upstream: "${users.url}"}`,
      {REDIS_URL: 'redis://127.0.0.1:1'},
    ),
  )
  expect((await gateway.send('/users')).status).toBe(200)
  expect(await gateway.send('/orders')).toMatchObject({status: 503, codes: ['NO_HEALTHY_INSTANCE']})
})
