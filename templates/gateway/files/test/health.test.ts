import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {shutDown} from '../src/platform/lifecycle/shutdown.js'
import {createLogger} from '../src/platform/logging/logger.js'
import {steadyClients} from './platform/steady-clients.js'
import {anonymous, startGateway, type TestGateway} from './start-gateway.js'
import {ok, sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let users: UpstreamServer

beforeAll(async () => {
  orders = await startUpstream()
  users = await startUpstream()
})

afterAll(async () => {
  await orders.close()
  await users.close()
})

const start = () =>
  startGateway(`
routes:
  - {name: orders, prefix: /api/v1/orders, upstream: "${orders.url}"}
  - {name: users, prefix: /api/v1/users, upstream: "${users.url}", ready: /health}
  - {name: legacy, prefix: /legacy, upstream: "http://127.0.0.1:1", ready: false}
`)

/** Status and checks of /ready. */
async function readinessOf(gateway: TestGateway) {
  const {status, text} = await gateway.send('/ready', {headers: anonymous})
  return {code: status, ...JSON.parse(text)}
}

test('the gateway is ready when the services behind it are, and asks them at most every five seconds', async () => {
  const gateway = await start()
  const before = orders.requests.length
  expect(await readinessOf(gateway)).toMatchObject({
    code: 200,
    status: 'healthy',
    checks: {orders: {status: 'healthy'}, users: {status: 'healthy'}},
  })
  expect((await readinessOf(gateway)).checks).not.toHaveProperty('legacy')
  expect(orders.requests.slice(before).map(({url}) => url)).toEqual(['/ready'])
  expect(users.requests.at(-1)?.url).toBe('/health')
  await gateway.close()
})

test('a service that is not ready makes it unready, and does not touch its health', async () => {
  orders.answer((_request, response) => sendJson(response, 503, {status: 'unhealthy'}))
  const gateway = await start()
  expect(await readinessOf(gateway)).toMatchObject({
    code: 503,
    status: 'unhealthy',
    checks: {orders: {status: 'unhealthy', error: 'CHECK_FAILED'}, users: {status: 'healthy'}},
  })
  const {status, text} = await gateway.send('/health', {headers: anonymous})
  expect([status, JSON.parse(text).status]).toEqual([200, 'healthy'])
  await gateway.close()
  orders.answer(ok)
})

test('a shutdown says "not ready", and answers what it has begun', async () => {
  const gateway = await start()
  let finish = () => {}
  const begun = new Promise<void>(resolve => {
    orders.answer((request, response) => {
      finish = () => ok(request, response)
      resolve()
    })
  })
  const slow = gateway.send('/api/v1/orders')
  await begun
  const logger = createLogger({service: 'gateway', version: '0', level: 'silent'})
  const over = shutDown({readiness: gateway.readiness, logger, closables: [gateway], drain: 500, limit: 5000})
  expect(await readinessOf(gateway)).toMatchObject({code: 503, checks: {shutdown: {error: 'DRAINING'}}})
  // The server is closing by now.
  await sleep(700)
  finish()
  expect(await slow).toMatchObject({status: 200, headers: {connection: 'close'}})
  await over
  await expect(gateway.send('/health')).rejects.toThrow()
  orders.answer(ok)
})

test('clients in the middle of their work lose nothing when it stops', async () => {
  const gateway = await start()
  const authorization = `Bearer ${await gateway.token()}`
  const told = steadyClients(`${gateway.url}/api/v1/orders`, {authorization})
  await sleep(300)
  const logger = createLogger({service: 'gateway', version: '0', level: 'silent'})
  await shutDown({readiness: gateway.readiness, logger, closables: [gateway], drain: 1000, limit: 5000})
  const {answered, lost} = await told
  expect(lost).toEqual([])
  expect(answered).toBeGreaterThanOrEqual(8)
})

test('figures have the names of the standard, and are not to be had at the edge', async () => {
  const gateway = await start()
  await gateway.send('/api/v1/orders/o_1')
  await gateway.send('/api/v1/orders', {headers: anonymous})
  await sleep(20)
  const text = await gateway.metrics.registry.metrics()
  for (const line of [
    'http_requests_total{method="GET",route="/api/v1/orders/*",status_code="200",platform="web"} 1',
    'http_requests_total{method="GET",route="/api/v1/orders",status_code="401",platform="web"} 1',
    'http_requests_in_flight 0',
    'auth_attempts_total{method="bearer"} 1',
    'jwt_validations_total{result="valid"} 1',
    'rate_limit_hits_total{class="api"} 2',
    'upstream_requests_total{upstream="orders",outcome="answered"} 1',
    `upstream_breaker_state{upstream="orders",group="${new URL(orders.url).host}"} 0`,
    'upstream_instances{upstream="orders",state="available"} 1',
  ]) {
    expect(text).toContain(line)
  }
  expect((await gateway.send('/metrics')).status).toBe(404)
  await gateway.close()
})
