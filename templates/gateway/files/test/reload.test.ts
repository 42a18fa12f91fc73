import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import type {ServerResponse} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {createLogger} from '../src/platform/logging/logger.js'
import {readLayout} from '../src/routes/read-layout.js'
import {watchRoutes} from '../src/routes/watch-routes.js'
import {startGateway, type TestGateway} from './start-gateway.js'
import {sendJson, startUpstream, type UpstreamServer} from './upstream-server.js'

let orders: UpstreamServer
let users: UpstreamServer
let gateway: TestGateway

beforeEach(async () => {
  orders = await startUpstream()
  users = await startUpstream()
  gateway = await startGateway(routesOf({orders}))
})

afterEach(async () => {
  await gateway.close()
  await orders.close()
  await users.close()
})

const routesOf = (upstreams: Readonly<Record<string, UpstreamServer>>): string =>
  `routes: [${Object.entries(upstreams)
    .map(([name, {url}]) => `{name: ${name}, prefix: /${name}, upstream: "${url}"}`)
    .join(', ')}]`

const statusOf = async (path: string) => (await gateway.send(path)).status

test('routes come and go without a restart', async () => {
  expect([await statusOf('/orders'), await statusOf('/users')]).toEqual([200, 404])
  await gateway.replace(routesOf({users}))
  expect([await statusOf('/orders'), await statusOf('/users')]).toEqual([404, 200])
  expect(await gateway.metrics.registry.metrics()).not.toMatch(/upstream_instances\{upstream="orders"/)
})

test('what was begun ends as it began', async () => {
  let answer: ServerResponse | undefined
  orders.answer((_request, response) => {
    answer = response
    response.writeHead(200, {'content-type': 'application/json'}).write('{"data": ')
  })
  const begun = gateway.send('/orders')
  while (!answer) await sleep(10)
  await gateway.replace(routesOf({users}))
  expect(await statusOf('/orders')).toBe(404)
  answer.end('1}')
  expect(await begun).toMatchObject({status: 200, text: '{"data": 1}'})
})

test('no request is lost while routes are replaced again and again', async () => {
  let going = true
  const statuses = new Map<number, number>()
  const caller = async (): Promise<void> => {
    while (going) {
      const status = await statusOf('/orders')
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  const callers = Array.from({length: 8}, caller)
  for (let time = 0; time < 10; time++) {
    await sleep(20)
    await gateway.replace(time % 2 === 0 ? routesOf({orders, users}) : routesOf({orders}))
  }
  going = false
  await Promise.all(callers)
  expect([...statuses.keys()]).toEqual([200])
})

test('a route that stays as it was keeps its breaker, and limits keep their counts', async () => {
  orders.answer((_request, response) => sendJson(response, 503, {errors: []}))
  for (let time = 0; time < 5; time++) await gateway.send('/orders')
  const before = Number((await gateway.send('/orders')).headers['ratelimit-remaining'])
  await gateway.replace(routesOf({orders, users}))
  const {codes, headers} = await gateway.send('/orders')
  expect(codes).toEqual(['CIRCUIT_OPEN'])
  expect(Number(headers['ratelimit-remaining'])).toBe(before - 1)
})

test('readiness asks the services of now', async () => {
  await gateway.replace(routesOf({users}))
  expect(Object.keys((await gateway.readiness.state()).checks)).toEqual(['users'])
})

test('a file that changes is read again; one with mistakes changes nothing and is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'routes-'))
  const file = join(folder, 'gateway.yaml')
  await writeFile(file, routesOf({orders}))
  const lines: Record<string, unknown>[] = []
  const logger = createLogger(
    {service: 'gateway', version: '0.0.0', level: 'info'},
    {write: (line: string) => void lines.push(JSON.parse(line))},
  )
  const seen: string[][] = []
  let text = routesOf({orders})
  const write = (next: string): Promise<void> => {
    text = next
    return writeFile(file, next)
  }
  const watch = watchRoutes({
    file,
    read: () => readLayout(text, {}),
    replace: async ({routes}) => void seen.push(routes.map(({name}) => name)),
    logger,
    every: 20,
  })
  await sleep(50)
  await write(routesOf({orders, users}))
  await vi.waitFor(() => expect(seen.at(-1)).toEqual(['orders', 'users']), 5000)
  await write('routes: [{name: orders}]')
  await vi.waitFor(() => expect(lines.some(({level}) => level === 'error')).toBe(true), 5000)
  expect(JSON.stringify(lines)).toContain('routes[0] (orders).prefix')
  await write(routesOf({users}))
  await vi.waitFor(() => expect(seen.at(-1)).toEqual(['users']), 5000)
  const before = seen.length
  process.emit('SIGHUP')
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(before), 5000)
  await watch.close()
  await rm(folder, {recursive: true, force: true})
})
