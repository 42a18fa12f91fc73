import {once} from 'node:events'
import {setTimeout as sleep} from 'node:timers/promises'
import {describe, expect, test} from 'vitest'
import {CachedRoute, path} from './cached-route.js'
import {anonymous} from './start-gateway.js'
import {sendJson} from './upstream-server.js'

const cached = new CachedRoute()

describe('an answer', () => {
  test('that may be kept is given again, with its age and without another request', async () => {
    cached.counting({'cache-control': 'max-age=60', age: '20', 'ratelimit-remaining': '3', 'ratelimit-limit': '5'})
    const first = await cached.get()
    expect(first.headers['cache-status']).toBe('gateway; fwd=uri-miss; stored')
    const second = await cached.get()
    expect([first.data, second.data, cached.orders.requests.length]).toEqual([1, 1, 1])
    expect(Number(second.headers['age'])).toBeGreaterThanOrEqual(20)
    expect(second.headers['cache-status']).toMatch(/^gateway; hit; ttl=(40|39|38)$/)
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id'])
    // What a limit of the service left to the first caller is nothing to the second.
    expect(second.headers['ratelimit-limit']).toBe('100000')
    expect(await cached.gateway.metrics.registry.getSingleMetricAsString('cache_requests_total')).toMatch(
      /\{upstream="orders",result="hit"\} 1/,
    )
  })

  test.each([
    ['says nothing about it', {}],
    ['says no-store', {'cache-control': 'no-store'}],
    ['has a cookie', {'cache-control': 'max-age=60', 'set-cookie': 'a=1'}],
    ['varies by everything', {'cache-control': 'max-age=60', vary: '*'}],
    ['is private, for a caller whom nothing tells from others', {'cache-control': 'private, max-age=60'}],
  ])('that %s is not kept', async (_what, headers) => {
    cached.counting(headers)
    expect([(await cached.get()).data, (await cached.get()).data]).toEqual([1, 2])
  })

  test('to a request that says no-store is not kept', async () => {
    cached.counting({'cache-control': 'max-age=60'})
    await cached.get({...anonymous, 'cache-control': 'no-store'})
    expect((await cached.get()).data).toBe(2)
  })

  test('is of one address with its query', async () => {
    cached.counting({'cache-control': 'max-age=60'})
    expect([
      (await cached.get(anonymous, `${path}?page=1`)).data,
      (await cached.get(anonymous, `${path}?page=2`)).data,
    ]).toEqual([1, 2])
    expect((await cached.get(anonymous, `${path}?page=1`)).data).toBe(1)
  })

  test('is of what it varies by', async () => {
    cached.counting({'cache-control': 'max-age=60', vary: 'Accept-Language'})
    const german = {...anonymous, 'accept-language': 'de'}
    const french = {...anonymous, 'accept-language': 'fr'}
    expect([(await cached.get(german)).data, (await cached.get(french)).data, (await cached.get(german)).data]).toEqual(
      [1, 2, 1],
    )
  })

  test('to GET answers HEAD, too', async () => {
    cached.counting({'cache-control': 'max-age=60'})
    const {headers} = await cached.get()
    const head = await cached.gateway.send(path, {method: 'HEAD', headers: anonymous})
    expect([head.status, head.text, cached.orders.requests.length]).toEqual([200, '', 1])
    expect(head.headers['content-length']).toBe(headers['content-length'])
  })

  test('that is larger than what may be kept passes as a stream', async () => {
    const body = JSON.stringify({data: 'x'.repeat(40_000), meta: {}})
    cached.orders.answer((_request, response) => {
      response.writeHead(200, {'content-type': 'application/json', 'cache-control': 'max-age=60'})
      response.write(body.slice(0, 20_000))
      response.end(body.slice(20_000))
    })
    expect((await cached.get()).text).toBe(body)
    expect((await cached.get()).text).toBe(body)
    expect(cached.orders.requests).toHaveLength(2)
  })

  test('that was not asked for longest goes when memory is full', async () => {
    cached.orders.answer((_request, response) => {
      response.setHeader('cache-control', 'max-age=60')
      sendJson(response, 200, {data: 'x'.repeat(15_000), meta: {}})
    })
    for (const page of [1, 2, 3, 1, 4, 1]) await cached.get(anonymous, `${path}?page=${page}`)
    expect(cached.orders.requests.map(({url}) => url?.at(-1)).join('')).toBe('1234')
    await cached.get(anonymous, `${path}?page=2`)
    expect(cached.orders.requests).toHaveLength(5)
  })

  test('that breaks off is a 502 and is not kept', async () => {
    cached.orders.answer((_request, response) => {
      response.writeHead(200, {'content-type': 'application/json', 'cache-control': 'max-age=60'})
      response.write('{"data":')
      setTimeout(() => response.destroy(), 20)
    })
    const {status, codes} = await cached.gateway.send(path, {headers: anonymous})
    expect([status, codes]).toEqual([502, ['UPSTREAM_BAD_RESPONSE']])
    cached.counting({'cache-control': 'max-age=60'})
    expect((await cached.get()).data).toBe(2)
  })
})

describe('the answer to one caller', () => {
  test('is never given to another one, who gets an own one', async () => {
    cached.counting({'cache-control': 'max-age=60'})
    const [ann, bob] = [await cached.bearer('ann'), await cached.bearer('bob')]
    expect([(await cached.get(ann)).data, (await cached.get(bob)).data, (await cached.get()).data]).toEqual([1, 2, 3])
    expect([(await cached.get(ann)).data, (await cached.get(bob)).data, (await cached.get()).data]).toEqual([1, 2, 3])
  })

  test.each(['x-api-key', 'cookie'])('is told apart by %s as well', async name => {
    cached.counting({'cache-control': 'private, max-age=60'})
    const own = (value: string) => ({...anonymous, [name]: value})
    expect([
      (await cached.get(own('a=1'))).data,
      (await cached.get(own('a=2'))).data,
      (await cached.get(own('a=1'))).data,
    ]).toEqual([1, 2, 1])
  })

  test.each(['public, max-age=60', 's-maxage=60'])('is for everybody when it says %s', async control => {
    cached.counting({'cache-control': control})
    const answers = [
      await cached.get(await cached.bearer('ann')),
      await cached.get(await cached.bearer('bob')),
      await cached.get(),
    ]
    expect(answers.map(({data}) => data)).toEqual([1, 1, 1])
  })

  test('is not for everybody when it says private, whatever else it says', async () => {
    cached.counting({'cache-control': 'public, private, max-age=60'})
    expect([
      (await cached.get(await cached.bearer('ann'))).data,
      (await cached.get(await cached.bearer('bob'))).data,
    ]).toEqual([1, 2])
  })
})

describe('a condition', () => {
  test('of a caller who has the answer is met from memory', async () => {
    cached.counting({'cache-control': 'max-age=60', etag: 'W/"7"'})
    await cached.get()
    const known = await cached.get({...anonymous, 'if-none-match': '"3", "7"'})
    expect([known.status, known.text, known.headers['etag'], cached.orders.requests.length]).toEqual([
      304,
      '',
      'W/"7"',
      1,
    ])
    expect((await cached.get({...anonymous, 'if-none-match': '"8"'})).status).toBe(200)
  })

  test('is met when the answer is not in memory yet, which then has all of it', async () => {
    cached.counting({'cache-control': 'max-age=60', etag: '"7"'})
    expect((await cached.get({...anonymous, 'if-none-match': '"7"'})).status).toBe(304)
    expect(cached.orders.requests[0]?.headers['if-none-match']).toBeUndefined()
    expect((await cached.get()).data).toBe(1)
    expect(cached.orders.requests).toHaveLength(1)
  })

  test('by date is met, too', async () => {
    cached.counting({'cache-control': 'max-age=60', 'last-modified': 'Sat, 01 Aug 2026 10:00:00 GMT'})
    expect((await cached.get({...anonymous, 'if-modified-since': 'Sat, 01 Aug 2026 10:00:00 GMT'})).status).toBe(304)
    expect((await cached.get({...anonymous, 'if-modified-since': 'Fri, 31 Jul 2026 10:00:00 GMT'})).status).toBe(200)
  })

  test('renews an answer that is old, without its body', async () => {
    cached.orders.answer((incoming, response) => {
      response.setHeader('cache-control', 'max-age=60').setHeader('etag', '"7"')
      if (incoming.headers['if-none-match'] === '"7"') response.writeHead(304).end()
      else sendJson(response, 200, {data: cached.orders.requests.length, meta: {}})
    })
    await cached.get()
    const renewed = await cached.get({...anonymous, 'cache-control': 'no-cache'})
    expect([renewed.status, renewed.data, cached.orders.requests.length]).toEqual([200, 1, 2])
    expect((await cached.get()).data).toBe(1)
    expect(cached.orders.requests).toHaveLength(2)
  })

  test('that nothing but memory may answer is 504 when there is nothing', async () => {
    const {status, codes} = await cached.gateway.send(path, {
      headers: {...anonymous, 'cache-control': 'only-if-cached'},
    })
    expect([status, codes, cached.orders.requests.length]).toEqual([504, ['UPSTREAM_TIMEOUT'], 0])
  })
})

describe('an answer that is too old', () => {
  test('is given while a new one is fetched, where the service allows it', async () => {
    cached.counting({'cache-control': 'max-age=0, stale-while-revalidate=30'})
    await cached.get()
    const again = once(cached.orders.server, 'request')
    const old = await cached.get()
    expect(old.data).toBe(1)
    await again
    while ((await cached.get()).data === 1) await sleep(5)
    expect(cached.orders.requests.length).toBeGreaterThanOrEqual(2)
  })

  test('stands in when the service fails or is gone, where the service allows it', async () => {
    cached.counting({'cache-control': 'max-age=0, stale-if-error=30'})
    await cached.get()
    cached.orders.answer((_request, response) => sendJson(response, 503, {errors: []}))
    expect([(await cached.get()).data, (await cached.get()).status]).toEqual([1, 200])
    cached.orders.answer((_request, response) => response.destroy())
    const old = await cached.get()
    expect([old.data, old.headers['cache-status']]).toEqual([1, expect.stringMatching(/^gateway; hit; ttl=(-\d+|0)$/)])
  })

  test('does not stand in where the service says nothing of it', async () => {
    cached.counting({'cache-control': 'max-age=0', etag: '"7"'})
    await cached.get()
    cached.orders.answer((_request, response) => sendJson(response, 503, {errors: []}))
    expect((await cached.get()).status).toBe(503)
  })
})

test('a route without cache keeps nothing', async () => {
  cached.counting({'cache-control': 'public, max-age=60'})
  await cached.gateway.replace(
    `routes: [{name: orders, prefix: ${path}, upstream: "${cached.orders.url}", public: true}]`,
  )
  const answers = [await cached.get(), await cached.get()]
  expect(answers.map(({data}) => data)).toEqual([1, 2])
  expect(answers[1]?.headers).not.toHaveProperty('cache-status')
})
