import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {startGateway, type TestGateway} from './start-gateway.js'
import {ok, sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

let orders: UpstreamServer
let gateway: TestGateway

beforeAll(async () => {
  orders = await startUpstream()
  gateway = await startGateway(
    `routes: [{name: orders, prefix: /api/v1/orders, upstream: "${orders.url}", public: true}]`,
    {CORS_ORIGINS: 'https://shop.example.com'},
  )
})

afterAll(async () => {
  await gateway.close()
  await orders.close()
})

/** Sends a request and gives the headers that have reached the upstream. */
async function arriving(headers: Record<string, string>) {
  orders.answer(ok)
  await gateway.send('/api/v1/orders', {headers})
  return orders.requests.at(-1)?.headers ?? {}
}

describe('the ids', () => {
  test('are made when the caller has none, and are the same on both sides', async () => {
    orders.answer(ok)
    const {headers} = await gateway.send('/api/v1/orders')
    const received = orders.requests.at(-1)?.headers
    expect(headers['x-request-id']).toMatch(uuid)
    expect(received).toMatchObject({
      'x-request-id': headers['x-request-id'],
      'x-correlation-id': headers['x-correlation-id'],
      'x-platform': 'web',
      'x-service-name': 'gateway',
    })
    expect(headers['x-correlation-id']).toBe(headers['x-request-id'])
    expect(received?.['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/)
  })

  test('of the caller are kept when they are well-formed, with the trace', async () => {
    const ids = {
      'x-request-id': '3e9a1c1e-6a0b-4c61-9d3f-0a8f4c1f0d11',
      'x-correlation-id': 'checkout-42',
      'x-platform': 'ios',
    }
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    const received = await arriving({...ids, traceparent: `00-${trace}-00f067aa0ba902b7-01`})
    expect(received).toMatchObject(ids)
    expect(received['traceparent']).toMatch(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`))
  })

  test('of the caller are replaced when they are not', async () => {
    const received = await arriving({'x-request-id': 'x', 'x-correlation-id': 'a b', 'x-platform': 'toaster'})
    expect(received['x-request-id']).toMatch(uuid)
    expect(received['x-correlation-id']).toBe(received['x-request-id'])
    expect(received['x-platform']).toBe('web')
  })

  test('of the answer are those of the gateway, whatever the upstream says', async () => {
    orders.answer((_request, response) => {
      response.setHeader('x-request-id', 'made-up')
      ok(_request, response)
    })
    expect((await gateway.send('/api/v1/orders')).headers['x-request-id']).toMatch(uuid)
  })
})

describe('an upstream', () => {
  test.each([
    'x-user-id',
    'x-user-roles',
    'X_User_ID',
    'x-client-cert',
    'x-device-cert',
    'x-device-attestation',
    'x-gateway-service',
    'x-real-ip',
    'x-client-ip',
    'x-consumer-username',
    'x-http-method-override',
    'x-original-url',
    'remote-user',
    'forwarded',
    'x-forwarded-prefix',
  ])('never gets %s of a caller', async name => {
    const received = await arriving({[name]: 'admin'})
    expect(Object.values(received)).not.toContain('admin')
  })

  test('is told the address of the caller by the gateway alone', async () => {
    const received = await arriving({'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'bank.example.com'})
    expect(received).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': new URL(gateway.url).host,
      host: new URL(orders.url).host,
    })
  })

  test('gets no header that is meant for the gateway, nor one that Connection names', async () => {
    const received = await arriving({te: 'trailers', 'proxy-authorization': 'secret', 'x-kept': 'yes'})
    expect(received).toMatchObject({'x-kept': 'yes'})
    expect(received).not.toHaveProperty('te')
    expect(received).not.toHaveProperty('proxy-authorization')
  })
})

describe('a caller', () => {
  test('gets the security headers of the gateway, and nothing about the make of the upstream', async () => {
    orders.answer((request, response) => {
      response
        .setHeader('x-powered-by', 'Express')
        .setHeader('server', 'nginx')
        .setHeader('x-frame-options', 'ALLOWALL')
      response.setHeader('keep-alive', 'timeout=1').setHeader('etag', '"7"')
      ok(request, response)
    })
    const {headers} = await gateway.send('/api/v1/orders')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': expect.stringContaining('max-age=31536000'),
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      etag: '"7"',
    })
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('server')
  })

  test('gets all cookies', async () => {
    orders.answer((_request, response) => response.writeHead(204, {'set-cookie': ['a=1', 'b=2']}).end())
    expect((await gateway.send('/api/v1/orders')).headers['set-cookie']).toEqual(['a=1', 'b=2'])
  })

  test('is told the tighter one of two rate limits', async () => {
    const limits = {'ratelimit-limit': '10', 'ratelimit-remaining': '2', 'ratelimit-reset': '7'}
    orders.answer((_request, response) => response.writeHead(204, limits).end())
    expect((await gateway.send('/api/v1/orders')).headers).toMatchObject(limits)
    orders.answer((_request, response) => response.writeHead(204, {...limits, 'ratelimit-remaining': '9999999'}).end())
    expect((await gateway.send('/api/v1/orders')).headers).toMatchObject({'ratelimit-limit': '100000'})
  })

  test('from a page of a listed origin may read the answer, from another one it may not', async () => {
    orders.answer((_request, response) => {
      response.setHeader('access-control-allow-origin', '*').setHeader('vary', 'Accept-Language')
      sendJson(response, 200, {})
    })
    const listed = await gateway.send('/api/v1/orders', {headers: {origin: 'https://shop.example.com'}})
    expect(listed.headers['access-control-allow-origin']).toBe('https://shop.example.com')
    expect(listed.headers['vary']).toBe('Origin, Accept-Language, Accept-Encoding')
    const other = await gateway.send('/api/v1/orders', {headers: {origin: 'https://evil.example.com'}})
    expect(other.headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('from a page of a listed origin may read why it is refused', async () => {
    const own = await startGateway(`routes: [{name: orders, prefix: /api/v1/orders, upstream: "${orders.url}"}]`, {
      CORS_ORIGINS: 'https://shop.example.com',
      RATE_LIMIT_API: '1/60',
    })
    const origin = 'https://shop.example.com'
    const ask = (headers: Record<string, string> = {}) => own.send('/api/v1/orders', {headers: {origin, ...headers}})
    await ask()
    const refused = [
      await ask({authorization: 'Bearer nonsense'}),
      await ask(),
      await own.send('/nowhere', {headers: {origin}}),
    ]
    expect(refused.map(({status}) => status)).toEqual([401, 429, 404])
    for (const {headers} of refused) {
      expect(headers['access-control-allow-origin']).toBe(origin)
      expect(headers['access-control-expose-headers']).toContain('Retry-After')
    }
    await own.close()
  })

  test('asks before it sends a PATCH, and that costs no call', async () => {
    const before = orders.requests.length
    const {status, headers} = await gateway.send('/api/v1/orders/o_1', {
      method: 'OPTIONS',
      headers: {
        authorization: '',
        origin: 'https://shop.example.com',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'x-request-id',
      },
    })
    expect(status).toBe(204)
    expect(headers['access-control-allow-methods']).toContain('PATCH')
    expect(String(headers['access-control-allow-headers']).toLowerCase()).toContain('x-request-id')
    expect(headers).not.toHaveProperty('ratelimit-limit')
    expect(orders.requests.length).toBe(before)
  })
})
