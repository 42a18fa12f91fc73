import {once} from 'node:events'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {setTimeout as sleep} from 'node:timers/promises'
import {request} from 'undici'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {anonymous, startGateway, type TestGateway} from './start-gateway.js'
import {sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let gateway: TestGateway

const path = '/api/v1/orders'

beforeEach(async () => {
  orders = await startUpstream()
  gateway = await startGateway(`
routes:
  - name: orders
    prefix: ${path}
    upstream: ${orders.url}
    public: true
    cache: {size: 64kB, entrySize: 16kB}
    concurrency: {running: 50}
    breaker: {consecutive: 50, minimumCalls: 50}
`)
})

afterEach(async () => {
  await gateway.close()
  await orders.close()
})

/** Answers with these headers, and a body that tells how many requests have come so far. */
function counting(headers: Readonly<Record<string, string>>) {
  orders.answer((_request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    sendJson(response, 200, {data: orders.requests.length, meta: {}})
  })
}

const get = async (headers: Readonly<Record<string, string>> = anonymous, url = path) => {
  const answer = await gateway.send(url, {headers})
  return {...answer, data: answer.text === '' ? undefined : JSON.parse(answer.text).data}
}

const bearer = async (subject: string) => ({authorization: `Bearer ${await gateway.token([], subject)}`})

describe('an answer', () => {
  test('that may be kept is given again, with its age and without another request', async () => {
    counting({'cache-control': 'max-age=60', age: '20', 'ratelimit-remaining': '3', 'ratelimit-limit': '5'})
    const first = await get()
    expect(first.headers['cache-status']).toBe('gateway; fwd=uri-miss; stored')
    const second = await get()
    expect([first.data, second.data, orders.requests.length]).toEqual([1, 1, 1])
    expect(Number(second.headers['age'])).toBeGreaterThanOrEqual(20)
    expect(second.headers['cache-status']).toMatch(/^gateway; hit; ttl=(40|39|38)$/)
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id'])
    // What a limit of the service left to the first caller is nothing to the second.
    expect(second.headers['ratelimit-limit']).toBe('100000')
    expect(await gateway.metrics.registry.getSingleMetricAsString('cache_requests_total')).toMatch(
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
    counting(headers)
    expect([(await get()).data, (await get()).data]).toEqual([1, 2])
  })

  test('to a request that says no-store is not kept', async () => {
    counting({'cache-control': 'max-age=60'})
    await get({...anonymous, 'cache-control': 'no-store'})
    expect((await get()).data).toBe(2)
  })

  test('is of one address with its query', async () => {
    counting({'cache-control': 'max-age=60'})
    expect([(await get(anonymous, `${path}?page=1`)).data, (await get(anonymous, `${path}?page=2`)).data]).toEqual([
      1, 2,
    ])
    expect((await get(anonymous, `${path}?page=1`)).data).toBe(1)
  })

  test('is of what it varies by', async () => {
    counting({'cache-control': 'max-age=60', vary: 'Accept-Language'})
    const german = {...anonymous, 'accept-language': 'de'}
    const french = {...anonymous, 'accept-language': 'fr'}
    expect([(await get(german)).data, (await get(french)).data, (await get(german)).data]).toEqual([1, 2, 1])
  })

  test('to GET answers HEAD, too', async () => {
    counting({'cache-control': 'max-age=60'})
    const {headers} = await get()
    const head = await gateway.send(path, {method: 'HEAD', headers: anonymous})
    expect([head.status, head.text, orders.requests.length]).toEqual([200, '', 1])
    expect(head.headers['content-length']).toBe(headers['content-length'])
  })

  test('that is larger than what may be kept passes as a stream', async () => {
    const body = JSON.stringify({data: 'x'.repeat(40_000), meta: {}})
    orders.answer((_request, response) => {
      response.writeHead(200, {'content-type': 'application/json', 'cache-control': 'max-age=60'})
      response.write(body.slice(0, 20_000))
      response.end(body.slice(20_000))
    })
    expect((await get()).text).toBe(body)
    expect((await get()).text).toBe(body)
    expect(orders.requests).toHaveLength(2)
  })

  test('that was not asked for longest goes when memory is full', async () => {
    orders.answer((_request, response) => {
      response.setHeader('cache-control', 'max-age=60')
      sendJson(response, 200, {data: 'x'.repeat(15_000), meta: {}})
    })
    for (const page of [1, 2, 3, 1, 4, 1]) await get(anonymous, `${path}?page=${page}`)
    expect(orders.requests.map(({url}) => url?.at(-1)).join('')).toBe('1234')
    await get(anonymous, `${path}?page=2`)
    expect(orders.requests).toHaveLength(5)
  })

  test('that breaks off is a 502 and is not kept', async () => {
    orders.answer((_request, response) => {
      response.writeHead(200, {'content-type': 'application/json', 'cache-control': 'max-age=60'})
      response.write('{"data":')
      setTimeout(() => response.destroy(), 20)
    })
    const {status, codes} = await gateway.send(path, {headers: anonymous})
    expect([status, codes]).toEqual([502, ['UPSTREAM_BAD_RESPONSE']])
    counting({'cache-control': 'max-age=60'})
    expect((await get()).data).toBe(2)
  })
})

describe('the answer to one caller', () => {
  test('is never given to another one, who gets an own one', async () => {
    counting({'cache-control': 'max-age=60'})
    const [ann, bob] = [await bearer('ann'), await bearer('bob')]
    expect([(await get(ann)).data, (await get(bob)).data, (await get()).data]).toEqual([1, 2, 3])
    expect([(await get(ann)).data, (await get(bob)).data, (await get()).data]).toEqual([1, 2, 3])
  })

  test.each(['x-api-key', 'cookie'])('is told apart by %s as well', async name => {
    counting({'cache-control': 'private, max-age=60'})
    const own = (value: string) => ({...anonymous, [name]: value})
    expect([(await get(own('a=1'))).data, (await get(own('a=2'))).data, (await get(own('a=1'))).data]).toEqual([
      1, 2, 1,
    ])
  })

  test.each(['public, max-age=60', 's-maxage=60'])('is for everybody when it says %s', async control => {
    counting({'cache-control': control})
    const answers = [await get(await bearer('ann')), await get(await bearer('bob')), await get()]
    expect(answers.map(({data}) => data)).toEqual([1, 1, 1])
  })

  test('is not for everybody when it says private, whatever else it says', async () => {
    counting({'cache-control': 'public, private, max-age=60'})
    expect([(await get(await bearer('ann'))).data, (await get(await bearer('bob'))).data]).toEqual([1, 2])
  })
})

describe('a condition', () => {
  test('of a caller who has the answer is met from memory', async () => {
    counting({'cache-control': 'max-age=60', etag: 'W/"7"'})
    await get()
    const known = await get({...anonymous, 'if-none-match': '"3", "7"'})
    expect([known.status, known.text, known.headers['etag'], orders.requests.length]).toEqual([304, '', 'W/"7"', 1])
    expect((await get({...anonymous, 'if-none-match': '"8"'})).status).toBe(200)
  })

  test('is met when the answer is not in memory yet, which then has all of it', async () => {
    counting({'cache-control': 'max-age=60', etag: '"7"'})
    expect((await get({...anonymous, 'if-none-match': '"7"'})).status).toBe(304)
    expect(orders.requests[0]?.headers['if-none-match']).toBeUndefined()
    expect((await get()).data).toBe(1)
    expect(orders.requests).toHaveLength(1)
  })

  test('by date is met, too', async () => {
    counting({'cache-control': 'max-age=60', 'last-modified': 'Sat, 01 Aug 2026 10:00:00 GMT'})
    expect((await get({...anonymous, 'if-modified-since': 'Sat, 01 Aug 2026 10:00:00 GMT'})).status).toBe(304)
    expect((await get({...anonymous, 'if-modified-since': 'Fri, 31 Jul 2026 10:00:00 GMT'})).status).toBe(200)
  })

  test('renews an answer that is old, without its body', async () => {
    orders.answer((incoming, response) => {
      response.setHeader('cache-control', 'max-age=60').setHeader('etag', '"7"')
      if (incoming.headers['if-none-match'] === '"7"') response.writeHead(304).end()
      else sendJson(response, 200, {data: orders.requests.length, meta: {}})
    })
    await get()
    const renewed = await get({...anonymous, 'cache-control': 'no-cache'})
    expect([renewed.status, renewed.data, orders.requests.length]).toEqual([200, 1, 2])
    expect((await get()).data).toBe(1)
    expect(orders.requests).toHaveLength(2)
  })

  test('that nothing but memory may answer is 504 when there is nothing', async () => {
    const {status, codes} = await gateway.send(path, {headers: {...anonymous, 'cache-control': 'only-if-cached'}})
    expect([status, codes, orders.requests.length]).toEqual([504, ['UPSTREAM_TIMEOUT'], 0])
  })
})

describe('many at once', () => {
  /** Answers when it is told to. */
  function holding(headers: Readonly<Record<string, string>>): () => void {
    const held: (() => void)[] = []
    orders.answer((_request, response) => {
      const number = orders.requests.length
      held.push(() => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
        sendJson(response, 200, {data: number, meta: {}})
      })
    })
    return () => {
      for (const answer of held.splice(0)) answer()
    }
  }

  const arrived = async (count: number) => {
    while (orders.requests.length < count) await sleep(5)
  }

  test('are one request', async () => {
    const answer = holding({'cache-control': 'max-age=60'})
    const all = Array.from({length: 20}, () => get())
    await arrived(1)
    await sleep(50)
    answer()
    expect((await Promise.all(all)).map(({data}) => data)).toEqual(Array.from({length: 20}, () => 1))
    expect(orders.requests).toHaveLength(1)
  })

  test('of different callers are as many requests', async () => {
    const answer = holding({'cache-control': 'max-age=60'})
    const all = [get(await bearer('ann')), get(await bearer('bob')), get()]
    await arrived(3)
    answer()
    expect((await Promise.all(all)).map(({data}) => data).sort()).toEqual([1, 2, 3])
  })

  test('wait in vain once only for what nobody may keep', async () => {
    const answer = holding({'cache-control': 'no-store'})
    const [first, second] = [get(), get()]
    await arrived(1)
    answer()
    await arrived(2)
    answer()
    expect((await Promise.all([first, second])).map(({data}) => data).sort()).toEqual([1, 2])
    const later = [get(), get()]
    await arrived(4)
    answer()
    await Promise.all(later)
  })

  test('do not suffer when the one who asked for all of them hangs up', async () => {
    const answer = holding({'cache-control': 'max-age=60'})
    const leaving = new AbortController()
    const gone = request(gateway.url + path, {signal: leaving.signal}).catch(() => 'gone')
    await arrived(1)
    const all = [get(), get()]
    await sleep(50)
    leaving.abort()
    expect(await gone).toBe('gone')
    await arrived(2)
    answer()
    expect((await Promise.all(all)).map(({data}) => data)).toEqual([2, 2])
  })
})

describe('a change', () => {
  const keeping = (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('cache-control', 'public, max-age=60')
    sendJson(response, 200, {data: orders.requests.length, meta: {}})
  }

  test('makes the answers of its address and of the list around it old, for everybody', async () => {
    orders.answer(keeping)
    const addresses = [`${path}/o_1`, `${path}/o_1?fields=id`, `${path}?page=2`, `${path}/o_2`]
    for (const url of addresses) await get(anonymous, url)
    await gateway.send(`${path}/o_1`, {method: 'PATCH', body: '{}', headers: {'content-type': 'application/json'}})
    for (const url of addresses) await get(await bearer('bob'), url)
    expect(orders.requests.slice(5).map(({url}) => url)).toEqual(addresses.slice(0, 3))
  })

  test('makes what it names as its place old', async () => {
    orders.answer((incoming, response) => {
      if (incoming.method !== 'GET') response.setHeader('location', `${path}/o_1`)
      keeping(incoming, response)
    })
    await get(anonymous, `${path}/o_1`)
    await gateway.send(`${path}/o_2/copies`, {method: 'POST'})
    await get(anonymous, `${path}/o_1`)
    expect(orders.requests).toHaveLength(3)
  })

  test('that is refused changes nothing', async () => {
    orders.answer((incoming, response) => {
      if (incoming.method === 'GET') keeping(incoming, response)
      else sendJson(response, 422, {errors: []})
    })
    await get()
    await gateway.send(path, {method: 'DELETE'})
    await get()
    expect(orders.requests).toHaveLength(2)
  })

  test('while an answer is on its way keeps that one from being kept', async () => {
    const held: ServerResponse[] = []
    orders.answer((incoming, response) => {
      if (incoming.method === 'GET') held.push(response)
      else keeping(incoming, response)
    })
    const early = get()
    while (held.length === 0) await sleep(5)
    await gateway.send(path, {method: 'PUT'})
    for (const response of held) keeping(orders.requests[0] as IncomingMessage, response)
    await early
    orders.answer(keeping)
    await get()
    expect(orders.requests).toHaveLength(3)
  })
})

describe('an answer that is too old', () => {
  test('is given while a new one is fetched, where the service allows it', async () => {
    counting({'cache-control': 'max-age=0, stale-while-revalidate=30'})
    await get()
    const again = once(orders.server, 'request')
    const old = await get()
    expect(old.data).toBe(1)
    await again
    while ((await get()).data === 1) await sleep(5)
    expect(orders.requests.length).toBeGreaterThanOrEqual(2)
  })

  test('stands in when the service fails or is gone, where the service allows it', async () => {
    counting({'cache-control': 'max-age=0, stale-if-error=30'})
    await get()
    orders.answer((_request, response) => sendJson(response, 503, {errors: []}))
    expect([(await get()).data, (await get()).status]).toEqual([1, 200])
    orders.answer((_request, response) => response.destroy())
    const old = await get()
    expect([old.data, old.headers['cache-status']]).toEqual([1, expect.stringMatching(/^gateway; hit; ttl=(-\d+|0)$/)])
  })

  test('does not stand in where the service says nothing of it', async () => {
    counting({'cache-control': 'max-age=0', etag: '"7"'})
    await get()
    orders.answer((_request, response) => sendJson(response, 503, {errors: []}))
    expect((await get()).status).toBe(503)
  })
})

test('a route without cache keeps nothing', async () => {
  counting({'cache-control': 'public, max-age=60'})
  await gateway.replace(`routes: [{name: orders, prefix: ${path}, upstream: "${orders.url}", public: true}]`)
  const answers = [await get(), await get()]
  expect(answers.map(({data}) => data)).toEqual([1, 2])
  expect(answers[1]?.headers).not.toHaveProperty('cache-status')
})
