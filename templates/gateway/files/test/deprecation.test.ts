import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {readLayout} from '../src/routes/read-layout.js'
import {anonymous, startGateway, type TestGateway} from './start-gateway.js'
import {ok, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let gateway: TestGateway

beforeAll(async () => {
  orders = await startUpstream()
  gateway = await startGateway(`
routes:
  - name: orders-v1
    prefix: /api/v1/orders
    upstream: ${orders.url}
    deprecation: {since: 2020-01-01, sunset: 2020-07-01, successor: /api/v3/orders}
  - name: orders-v2
    prefix: /api/v2/orders
    upstream: ${orders.url}
    deprecation: {since: 2026-01-01, sunset: "2126-07-01T12:00:00Z", successor: /api/v3/orders}
  - {name: orders-v3, prefix: /api/v3/orders, upstream: "${orders.url}"}
`)
})

afterAll(async () => {
  await gateway.close()
  await orders.close()
})

const goingAway = {
  deprecation: '@1767225600',
  sunset: 'Mon, 01 Jul 2126 12:00:00 GMT',
  link: '</api/v3/orders>; rel="successor-version"',
}

describe('a version', () => {
  test('that goes away is served, and says when it goes and what comes after it', async () => {
    orders.answer(ok)
    const {status, headers} = await gateway.send('/api/v2/orders')
    expect(status).toBe(200)
    expect(headers).toMatchObject(goingAway)
  })

  test('says so in refusals, too', async () => {
    const {status, headers} = await gateway.send('/api/v2/orders', {headers: anonymous})
    expect(status).toBe(401)
    expect(headers).toMatchObject(goingAway)
  })

  test('that is gone is 410 for everybody, and the service hears nothing of it', async () => {
    const before = orders.requests.length
    for (const headers of [{}, anonymous]) {
      const answer = await gateway.send('/api/v1/orders/o_1', {headers})
      expect([answer.status, answer.codes]).toEqual([410, ['VERSION_SUNSET']])
      expect(answer.headers).toMatchObject({sunset: 'Wed, 01 Jul 2020 00:00:00 GMT', link: goingAway.link})
    }
    expect(orders.requests.length).toBe(before)
  })

  test('that stays says nothing', async () => {
    orders.answer(ok)
    const {status, headers} = await gateway.send('/api/v3/orders')
    expect(status).toBe(200)
    for (const name of Object.keys(goingAway)) expect(headers).not.toHaveProperty(name)
  })

  test('has operations that go earlier, which the service knows; links add up', async () => {
    const link = '</api/v2/orders?page=2>; rel="next"'
    const saying = (sunset: string) =>
      orders.answer((request, response) => {
        response.setHeader('sunset', sunset).setHeader('link', link)
        ok(request, response)
      })
    saying('Tue, 01 Jan 2030 00:00:00 GMT')
    const earlier = await gateway.send('/api/v2/orders')
    expect(earlier.headers).toMatchObject({
      ...goingAway,
      sunset: 'Tue, 01 Jan 2030 00:00:00 GMT',
      link: `${goingAway.link}, ${link}`,
    })
    saying('Fri, 01 Jan 2200 00:00:00 GMT')
    expect((await gateway.send('/api/v2/orders')).headers['sunset']).toBe(goingAway.sunset)
    expect((await gateway.send('/api/v3/orders')).headers).toMatchObject({link})
  })
})

test.each([
  ['{since: soon}', 'must be a day such as 2027-06-30'],
  ['{since: 2027-01-01, sunset: 2026-01-01}', 'must be later than "since"'],
  ['{since: 2027-01-01, succesor: /b}', 'Did you mean "successor"?'],
])('gateway.yaml with deprecation: %s is refused', (deprecation, message) => {
  const text = `routes: [{name: a, prefix: /a, upstream: "http://a.example.com", deprecation: ${deprecation}}]`
  expect(() => readLayout(text, {})).toThrow(message)
})
