import {PassThrough} from 'node:stream'
import {setTimeout as sleep} from 'node:timers/promises'
import type {FastifyReply} from 'fastify'
import {afterEach, describe, expect, test, vi} from 'vitest'
import {currentContext} from '../../src/platform/context/request-context.js'
import {installOtherMethods} from '../../src/platform/http/other-methods.js'
import {startServer as start, stopServers} from './start-server.js'

afterEach(stopServers)

const json = {'content-type': 'application/json'}

describe('ids', () => {
  test('are the same in the answer, in the log and in code that runs later', async () => {
    const {url, lines} = await start(app => {
      app.post('/later', async request => {
        await sleep(5)
        request.log.info('Working.')
        return {correlationId: currentContext()?.correlationId}
      })
    })
    const requestId = '5f0c0000-0000-4000-8000-000000000001'
    const headers = {...json, 'x-request-id': requestId, 'x-correlation-id': 'flow-7', 'x-platform': 'ios'}
    const response = await fetch(`${url}/later`, {method: 'POST', headers, body: '{"read": "first"}'})
    expect(await response.json()).toEqual({correlationId: 'flow-7'})
    expect(response.headers.get('x-request-id')).toBe(requestId)
    expect(response.headers.get('x-correlation-id')).toBe('flow-7')
    await vi.waitFor(() => expect(lines.at(-1)).toMatchObject({msg: 'Request served.'}), 5000)
    for (const text of ['Working.', 'Request served.']) {
      const line = lines.find(({msg}) => msg === text)
      expect(line).toMatchObject({requestId, correlationId: 'flow-7', platform: 'ios', service: 'test'})
      expect(line?.['traceId']).toMatch(/^[0-9a-f]{32}$/)
    }
  })

  test('do not get mixed up between requests that run at the same time', async () => {
    const {url} = await start(app => {
      app.get('/echo', async () => {
        await sleep(Math.random() * 10)
        return currentContext()?.correlationId
      })
    })
    const ids = Array.from({length: 30}, (_, number) => `flow-${number}`)
    const echo = async (id: string) => (await fetch(`${url}/echo`, {headers: {'x-correlation-id': id}})).text()
    expect(await Promise.all(ids.map(echo))).toEqual(ids)
  })
})

test('the signal of a request is quiet while it is served and aborts when the caller hangs up', async () => {
  const seen: string[] = []
  const {url} = await start(app => {
    app.post('/wait', async () => {
      const signal = currentContext()?.signal
      signal?.addEventListener('abort', () => seen.push('aborted'))
      // Time enough for the end of the body, which is no end of the request.
      await sleep(60)
      seen.push('working')
      await sleep(10_000, undefined, signal ? {signal} : {})
      return 'too late'
    })
  })
  const controller = new AbortController()
  const call = fetch(`${url}/wait`, {method: 'POST', headers: json, body: '{}', signal: controller.signal})
  const rejected = expect(call).rejects.toThrow()
  await vi.waitFor(() => expect(seen).toEqual(['working']), 5000)
  controller.abort()
  await rejected
  await vi.waitFor(() => expect(seen).toEqual(['working', 'aborted']), 5000)
})

test('lines tell for whom a request is served, as soon as that is proven', async () => {
  const {url, lines} = await start(app => {
    app.get('/mine', async request => {
      request.log.info('Before.')
      request.context.subject = 'ann "the boss"'
      request.log.info('Working.')
      return 'ok'
    })
  })
  await fetch(`${url}/mine`)
  await vi.waitFor(() => expect(lines.at(-1)).toMatchObject({msg: 'Request served.'}), 5000)
  expect(lines.map(({msg, subject}) => [msg, subject]).filter(([msg]) => !String(msg).startsWith('Server'))).toEqual([
    ['Before.', undefined],
    ['Working.', 'ann "the boss"'],
    ['Request served.', 'ann "the boss"'],
  ])
})

test('one line for each request, without query and secrets', async () => {
  const {url, lines} = await start(app => {
    app.get('/things/:id', async request => {
      request.log.info({headers: request.headers, user: {password: 'hunter2'}}, 'Look.')
      return 'ok'
    })
  })
  await fetch(`${url}/things/7?token=xyzzy`, {headers: {authorization: 'Bearer secret-token'}})
  const served = () => lines.filter(({msg}) => msg === 'Request served.')
  await vi.waitFor(() => expect(served()).toHaveLength(1), 5000)
  expect(served()).toMatchObject([{method: 'GET', path: '/things/7', route: '/things/:id', statusCode: 200}])
  expect(JSON.stringify(lines)).not.toMatch(/secret-token|hunter2|xyzzy/)
})

test('metrics have the names, the labels and the 50 ms bucket of the standard, and no ids in labels', async () => {
  const {url, metrics} = await start(app => {
    app.get('/things/:id', async () => 'ok')
  })
  await fetch(`${url}/things/1`, {headers: {'x-platform': 'web'}})
  await fetch(`${url}/things/2`, {headers: {'x-platform': 'web'}})
  await fetch(`${url}/nowhere`)
  const text = await vi.waitFor(async () => {
    const told = await metrics.registry.metrics()
    expect(told).toContain('http_requests_in_flight 0')
    return told
  }, 5000)
  expect(text).toContain('http_requests_total{method="GET",route="/things/:id",status_code="200",platform="web"} 2')
  expect(text).toMatch(/http_request_duration_seconds_bucket\{le="0.05",.*route="\/things\/:id".*\} 2/)
  expect(text).not.toContain('nowhere')
})

test('a request that takes too long is ended with an envelope, and its line has its ids', async () => {
  const {url, lines} = await start(
    app => {
      app.get('/slow', async () => sleep(5000, undefined, {ref: false}))
    },
    {REQUEST_TIMEOUT: '80'},
  )
  const response = await fetch(`${url}/slow`, {headers: {'x-correlation-id': 'slow-flow'}})
  const body = (await response.json()) as {errors: {code: string; retryable: boolean}[]; meta: {requestId: string}}
  expect([response.status, body.errors[0]?.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
  const line = lines.find(({code}) => code === 'SERVICE_UNAVAILABLE')
  expect(line).toMatchObject({correlationId: 'slow-flow', requestId: body.meta.requestId})
})

test('an answer that is half out when its time is over breaks off, and a route may have a time of its own', async () => {
  const {url} = await start(
    app => {
      const half = async (_request: unknown, reply: FastifyReply) => {
        const stream = new PassThrough()
        stream.write('half of it')
        return reply.send(stream)
      }
      app.get('/half', half)
      app.get('/patient', {config: {deadline: 5000}}, async () => sleep(150, 'done'))
    },
    {REQUEST_TIMEOUT: '80'},
  )
  const response = await fetch(`${url}/half`)
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow()
  expect(await (await fetch(`${url}/patient`)).text()).toBe('done')
})

test('a process that falls behind refuses work at once, but not its probes', async () => {
  const {url} = await start(
    app => {
      app.get('/work', async () => 'done')
      app.get('/health', async () => 'alive')
    },
    {MAX_EVENT_LOOP_DELAY: '20'},
  )
  expect((await fetch(`${url}/work`)).status).toBe(200)
  // Longer than the second in which the delay is measured once.
  for (const end = performance.now() + 1100; performance.now() < end; await sleep(1)) {
    for (const until = performance.now() + 200; performance.now() < until; );
  }
  const refused = await fetch(`${url}/work`)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await refused.json()).toMatchObject({errors: [{code: 'SERVICE_UNAVAILABLE', retryable: true}]})
  expect((await fetch(`${url}/health`)).status).toBe(200)
})

test('every answer has the security headers, errors too', async () => {
  const {url} = await start(app => {
    app.get('/ok', async () => 'ok')
  })
  for (const path of ['/ok', '/nowhere']) {
    const {headers} = await fetch(url + path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('strict-transport-security')).toMatch(/max-age=31536000/)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('x-xss-protection')).toBe('0')
    expect(headers.get('server')).toBeNull()
  }
})

describe('pages of other origins', () => {
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/ok`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'x-request-id,if-match',
      },
    })

  test('may call when they are listed', async () => {
    const {url} = await start(
      app => {
        app.get('/ok', async () => 'ok')
      },
      {CORS_ORIGINS: 'https://app.example.com'},
    )
    const {headers} = await preflight(url, 'https://app.example.com')
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example.com')
    expect(headers.get('access-control-allow-methods')).toContain('PATCH')
    expect(headers.get('access-control-allow-headers')?.toLowerCase()).toContain('x-request-id')
    const read = await fetch(`${url}/ok`, {headers: {origin: 'https://app.example.com'}})
    const readable = read.headers.get('access-control-expose-headers')?.split(', ')
    expect(readable).toEqual(
      expect.arrayContaining(['ETag', 'Location', 'Retry-After', 'Sunset', 'Link', 'X-Request-ID']),
    )
    expect((await preflight(url, 'https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('are told so besides what the address itself says to OPTIONS', async () => {
    const {url} = await start(
      app => {
        app.get('/ok', async () => 'ok')
        installOtherMethods(app, {url: '/ok', allowed: ['GET', 'HEAD']})
      },
      {CORS_ORIGINS: 'https://app.example.com'},
    )
    const asked = await preflight(url, 'https://app.example.com')
    expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([
      204,
      expect.stringContaining('GET'),
    ])
    const plain = await fetch(`${url}/ok`, {method: 'OPTIONS'})
    expect([plain.status, plain.headers.get('allow')]).toEqual([204, 'GET, HEAD'])
  })

  test('may not when nobody is', async () => {
    const {url} = await start(app => {
      app.get('/ok', async () => 'ok')
    })
    const {headers} = await fetch(`${url}/ok`, {headers: {origin: 'https://app.example.com'}})
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})
