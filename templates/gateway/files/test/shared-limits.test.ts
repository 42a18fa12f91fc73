import type {AddressInfo} from 'node:net'
import {connect, createServer, type Socket} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import type {Redis} from 'ioredis'
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest'
import {openRedis, ownPrefix, redisReachable, redisUrl, removeKeys} from './redis-server.js'
import {startGateway, type TestGateway} from './start-gateway.js'
import {startUpstream, type UpstreamServer} from './upstream-server.js'

/** A way to Redis that can be cut, or made to hang, and mended. */
interface Wire {
  readonly url: string
  cut(): void
  /** Takes what comes and lets nothing through. */
  hang(): void
  mend(): void
  close(): Promise<void>
}

async function startWire(): Promise<Wire> {
  const {hostname, port} = new URL(redisUrl)
  let state: 'whole' | 'cut' | 'hanging' = 'whole'
  const sockets = new Set<Socket>()
  const server = createServer(near => {
    sockets.add(near)
    near.on('error', () => undefined).on('close', () => sockets.delete(near))
    if (state === 'cut') return near.destroy()
    const far = connect(Number(port || 6379), hostname)
    sockets.add(far)
    far.on('error', () => near.destroy()).on('close', () => sockets.delete(far))
    near.on('data', data => state === 'whole' && far.write(data)).on('close', () => far.destroy())
    far.on('data', data => state === 'whole' && near.write(data)).on('close', () => near.destroy())
    return undefined
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  // A server that listens on a TCP port has an address object.
  const address = server.address() as AddressInfo
  return {
    url: `redis://127.0.0.1:${address.port}`,
    cut() {
      state = 'cut'
      destroyAll()
    },
    hang() {
      state = 'hanging'
    },
    mend() {
      state = 'whole'
      // What hung in the middle of an answer can not be continued.
      destroyAll()
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        destroyAll()
      }),
  }
}

test('an address that calls too often is refused before its proofs are looked at', async () => {
  const orders = await startUpstream()
  const own = await startGateway(`routes: [{name: orders, prefix: /orders, upstream: "${orders.url}", public: true}]`, {
    RATE_LIMIT_ADDRESS: '3/60',
  })
  const answers = []
  for (let time = 0; time < 5; time++) {
    const token = await own.token([], `somebody-${time}`)
    answers.push(await own.send('/orders', {headers: {authorization: `Bearer ${token}`}}))
  }
  expect(answers.map(({status}) => status)).toEqual([200, 200, 200, 429, 429])
  expect(answers[4]).toMatchObject({codes: ['RATE_LIMIT_EXCEEDED'], headers: {'ratelimit-limit': '3'}})
  expect(Number(answers[4]?.headers['retry-after'])).toBeGreaterThan(0)
  expect(await own.metrics.registry.metrics()).toContain('rate_limit_blocks_total{class="address"} 2')
  await own.close()
  await orders.close()
})

// Against a real Redis, whose address REDIS_URL is.
describe.skipIf(!redisReachable)('what instances share in Redis', () => {
  let client: Redis
  let orders: UpstreamServer
  let prefix: string
  let wire: Wire
  const started: TestGateway[] = []

  beforeAll(async () => {
    client = await openRedis()
    orders = await startUpstream()
    prefix = ownPrefix()
    wire = await startWire()
  })

  afterEach(async () => {
    for (const each of started.splice(0)) await each.close()
    await removeKeys(client, prefix)
  })

  afterAll(async () => {
    await wire.close()
    await orders.close()
    client.disconnect()
  })

  const start = async (environment: Record<string, string>, service = 'edge') => {
    const gateway = await startGateway(
      `routes: [{name: orders, prefix: /orders, upstream: "${orders.url}"}]`,
      {
        REDIS_URL: wire.url,
        REDIS_PREFIX: prefix,
        ...environment,
      },
      {service},
    )
    started.push(gateway)
    return gateway
  }
  const key = 'api:bearer:ann'
  const call = (gateway: TestGateway) => gateway.send('/orders')

  test('is the limit: two of them count together, in all windows or in none', async () => {
    const [one, two] = [await start({RATE_LIMIT_API: '4/60,6/900'}), await start({RATE_LIMIT_API: '4/60,6/900'})]
    const answers = await Promise.all([one, two, one, two, one, two].map(call))
    expect(answers.map(({status}) => status).sort()).toEqual([200, 200, 200, 200, 429, 429])
    expect(await client.get(`${prefix}edge:rate:{${encodeURIComponent(key)}}:60`)).toBe('4')
    expect(await client.get(`${prefix}edge:rate:{${encodeURIComponent(key)}}:900`)).toBe('4')
    const refused = answers.find(({status}) => status === 429)
    expect(refused?.headers).toMatchObject({'ratelimit-limit': '4', 'ratelimit-remaining': '0'})
    expect(Number(refused?.headers['retry-after'])).toBeLessThanOrEqual(60)
  })

  test('is a gateway’s own: another one beside it counts and calls back for itself', async () => {
    const settings = {RATE_LIMIT_API: '1/900', REVOCATIONS: 'redis'}
    const [edge, partners] = [await start(settings, 'edge'), await start(settings, 'partners')]
    expect([(await call(edge)).status, (await call(edge)).status, (await call(partners)).status]).toEqual([
      200, 429, 200,
    ])
    const admin = {authorization: `Bearer ${await edge.token(['gateway:admin'], 'keeper')}`}
    const body = JSON.stringify({everybody: true})
    const headers = {...admin, 'content-type': 'application/json'}
    expect((await edge.send('/revocations', {method: 'POST', headers, body})).status).toBe(204)
    expect(await client.keys(`${prefix}*revocations*`)).toEqual(
      expect.arrayContaining([`${prefix}edge:{revocations}:entries`, `${prefix}edge:{revocations}:changes`]),
    )
    expect(await client.keys(`${prefix}partners:*revocations*`)).toEqual([])
  })

  test('holds by each instance for itself while Redis is away, and together again when it is back', async () => {
    const gateway = await start({RATE_LIMIT_API: '3/900'})
    expect((await call(gateway)).headers['ratelimit-remaining']).toBe('2')
    wire.cut()
    const away = []
    for (let time = 0; time < 5; time++) away.push((await call(gateway)).status)
    expect(away).toEqual([200, 200, 200, 429, 429])
    wire.mend()
    await expect
      .poll(async () => (await call(gateway)).headers['ratelimit-remaining'], {timeout: 10_000, interval: 300})
      .toBe('1')
    const told = gateway.logs.map(({msg}) => msg)
    expect(told).toContain('Rate limits are counted by this instance alone.')
    expect(told).toContain('Rate limits are counted in Redis again.')
  })

  test('holds up nobody when Redis takes questions and gives no answers', async () => {
    const gateway = await start({RATE_LIMIT_API: '100/60'})
    await call(gateway)
    wire.hang()
    const answers = await Promise.all(Array.from({length: 20}, () => call(gateway)))
    expect(new Set(answers.map(({status}) => status))).toEqual(new Set([200]))
    wire.mend()
  })

  test('are revocations: one instance is told, all of them know; while Redis is away they stay', async () => {
    const [one, two] = [await start({REVOCATIONS: 'redis'}), await start({REVOCATIONS: 'redis'})]
    const headers = {authorization: `Bearer ${await one.token([], 'ann')}`}
    const other = {authorization: `Bearer ${await two.token([], 'ann')}`}
    expect((await two.send('/orders', {headers: other})).status).toBe(200)
    const admin = `Bearer ${await one.token(['gateway:admin'], 'keeper')}`
    const {status} = await one.send('/revocations', {
      method: 'POST',
      headers: {authorization: admin, 'content-type': 'application/json'},
      body: JSON.stringify({subject: 'ann'}),
    })
    expect(status).toBe(204)
    expect((await one.send('/orders', {headers})).codes).toEqual(['TOKEN_REVOKED'])
    await expect.poll(async () => (await two.send('/orders', {headers: other})).codes[0]).toBe('TOKEN_REVOKED')
    wire.cut()
    await sleep(1100)
    expect((await two.send('/orders', {headers: other})).codes).toEqual(['TOKEN_REVOKED'])
    const lost = await one.send('/revocations', {
      method: 'POST',
      headers: {authorization: admin, 'content-type': 'application/json'},
      body: JSON.stringify({tokenId: 'x'}),
    })
    expect([lost.status, lost.codes]).toEqual([503, ['SERVICE_UNAVAILABLE']])
    wire.mend()
  })

  test('an instance that could never read the revocations believes nobody, until it can', async () => {
    wire.cut()
    const gateway = await start({REVOCATIONS: 'redis'})
    expect(await call(gateway)).toMatchObject({status: 503, codes: ['AUTHZ_UNAVAILABLE']})
    wire.mend()
    await expect.poll(async () => (await call(gateway)).status, {timeout: 10_000, interval: 200}).toBe(200)
  })
})
