import type {IncomingMessage, ServerResponse} from 'node:http'
import {setTimeout as sleep} from 'node:timers/promises'
import {request} from 'undici'
import {describe, expect, test} from 'vitest'
import {CachedRoute, path} from './cached-route.js'
import {anonymous} from './start-gateway.js'
import {sendJson} from './upstream-server.js'

const cached = new CachedRoute()

describe('many at once', () => {
  /** Answers when it is told to. */
  function holding(headers: Readonly<Record<string, string>>): () => void {
    const held: (() => void)[] = []
    cached.orders.answer((_request, response) => {
      const number = cached.orders.requests.length
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
    while (cached.orders.requests.length < count) await sleep(5)
  }

  test('are one request', async () => {
    const answer = holding({'cache-control': 'max-age=60'})
    const all = Array.from({length: 20}, () => cached.get())
    await arrived(1)
    await sleep(50)
    answer()
    expect((await Promise.all(all)).map(({data}) => data)).toEqual(Array.from({length: 20}, () => 1))
    expect(cached.orders.requests).toHaveLength(1)
  })

  test('of different callers are as many requests', async () => {
    const answer = holding({'cache-control': 'max-age=60'})
    const all = [cached.get(await cached.bearer('ann')), cached.get(await cached.bearer('bob')), cached.get()]
    await arrived(3)
    answer()
    expect((await Promise.all(all)).map(({data}) => data).sort()).toEqual([1, 2, 3])
  })

  test('wait in vain once only for what nobody may keep', async () => {
    const answer = holding({'cache-control': 'no-store'})
    const [first, second] = [cached.get(), cached.get()]
    await arrived(1)
    answer()
    await arrived(2)
    answer()
    expect((await Promise.all([first, second])).map(({data}) => data).sort()).toEqual([1, 2])
    const later = [cached.get(), cached.get()]
    await arrived(4)
    answer()
    await Promise.all(later)
  })

  test('do not suffer when the one who asked for all of them hangs up', async () => {
    const answer = holding({'cache-control': 'max-age=60'})
    const leaving = new AbortController()
    const gone = request(cached.gateway.url + path, {signal: leaving.signal}).catch(() => 'gone')
    await arrived(1)
    const all = [cached.get(), cached.get()]
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
    sendJson(response, 200, {data: cached.orders.requests.length, meta: {}})
  }

  test('makes the answers of its address and of the list around it old, for everybody', async () => {
    cached.orders.answer(keeping)
    const addresses = [`${path}/o_1`, `${path}/o_1?fields=id`, `${path}?page=2`, `${path}/o_2`]
    for (const url of addresses) await cached.get(anonymous, url)
    await cached.gateway.send(`${path}/o_1`, {
      method: 'PATCH',
      body: '{}',
      headers: {'content-type': 'application/json'},
    })
    for (const url of addresses) await cached.get(await cached.bearer('bob'), url)
    expect(cached.orders.requests.slice(5).map(({url}) => url)).toEqual(addresses.slice(0, 3))
  })

  test('makes what it names as its place old', async () => {
    cached.orders.answer((incoming, response) => {
      if (incoming.method !== 'GET') response.setHeader('location', `${path}/o_1`)
      keeping(incoming, response)
    })
    await cached.get(anonymous, `${path}/o_1`)
    await cached.gateway.send(`${path}/o_2/copies`, {method: 'POST'})
    await cached.get(anonymous, `${path}/o_1`)
    expect(cached.orders.requests).toHaveLength(3)
  })

  test('that is refused changes nothing', async () => {
    cached.orders.answer((incoming, response) => {
      if (incoming.method === 'GET') keeping(incoming, response)
      else sendJson(response, 422, {errors: []})
    })
    await cached.get()
    await cached.gateway.send(path, {method: 'DELETE'})
    await cached.get()
    expect(cached.orders.requests).toHaveLength(2)
  })

  test('while an answer is on its way keeps that one from being kept', async () => {
    const held: ServerResponse[] = []
    cached.orders.answer((incoming, response) => {
      if (incoming.method === 'GET') held.push(response)
      else keeping(incoming, response)
    })
    const early = cached.get()
    while (held.length === 0) await sleep(5)
    await cached.gateway.send(path, {method: 'PUT'})
    for (const response of held) keeping(cached.orders.requests[0] as IncomingMessage, response)
    await early
    cached.orders.answer(keeping)
    await cached.get()
    expect(cached.orders.requests).toHaveLength(3)
  })
})
