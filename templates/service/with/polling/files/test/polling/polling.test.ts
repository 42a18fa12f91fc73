import {afterEach, expect, test} from 'vitest'
import {inboundEvents} from '../../src/inbound-events/inbound-events.js'
import {createMemoryIdempotencyStore} from '../../src/platform/idempotency/memory-idempotency-store.js'
import {createMemoryJobQueue} from '../../src/platform/jobs/memory-job-queue.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {until} from '../process.js'
import {startService, type TestService} from '../service.js'
import {type Source, startSource, wanted} from './source.js'

const open: {close(): Promise<void>}[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function start(prepare: (source: Source) => void = () => {}, environment = {}) {
  const source = await startSource()
  prepare(source)
  const service = await startService({
    environment: {EVENTS_URL: source.url, EVENTS_INTERVAL: '20', EVENTS_API_KEY: 'key', ...environment},
  })
  open.push(service, source)
  return {source, service}
}

async function names({workItems}: TestService): Promise<readonly string[]> {
  const {items} = await workItems.list({page: 1, limit: 100})
  return items.map(({name}) => name).filter(name => name.startsWith('e-'))
}

async function eventually(service: TestService, expected: readonly string[]) {
  for (let looks = 0; looks < 400; looks += 1) {
    if ((await names(service)).length >= expected.length) break
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  expect([...(await names(service))].sort()).toEqual(expected)
}

test('what has happened is fetched page by page, and then only what is new', async () => {
  const {source, service} = await start(({events}) => events.push(...['e-1', 'e-2', 'e-3'].map(id => wanted(id))))
  await eventually(service, ['e-1', 'e-2', 'e-3'])
  source.events.push(wanted('e-4'))
  await eventually(service, ['e-1', 'e-2', 'e-3', 'e-4'])
  expect(source.requests[0]?.headers['x-api-key']).toBe('key')
  const asked = source.requests.length
  await until(() => source.requests.length > asked + 1)
  const last = source.requests.at(-1)
  expect([last?.url, last?.headers['if-none-match']]).toEqual([expect.stringContaining('after=e-4'), '"e-4"'])
})

test('a source that is down, busy or talks nonsense is asked again, and nothing is lost', async () => {
  const faults: Source['behave'][] = [
    response => Boolean(response.writeHead(400, {'content-type': 'application/json'}).end('{"errors": []}')),
    response => Boolean(response.writeHead(200).end('<html>')),
    response => Boolean(response.end('{"data": {"events": [{"id": 7}], "hasMore": false}, "meta": {}}')),
    response => Boolean(response.writeHead(429, {'retry-after': '1'}).end()),
  ]
  const {source, service} = await start(({events}) => events.push(wanted('e-1')))
  await eventually(service, ['e-1'])
  source.behave = (response, request) => faults.shift()?.(response, request) ?? false
  source.events.push(wanted('e-2'))
  await eventually(service, ['e-1', 'e-2'])
  expect(faults).toEqual([])
})

test('who asks for too much waits as long as it is told', async () => {
  const {source} = await start(each => {
    each.behave = response => Boolean(response.writeHead(429, {'retry-after': '3600'}).end())
  })
  await until(() => source.requests.length > 0)
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(source.requests).toHaveLength(1)
})

test('as long as events are pushed nothing is fetched, and what was pushed is not done again', async () => {
  const logger = createLogger({service: 'test', version: '0', level: 'silent'})
  const jobs = createMemoryJobQueue({logger})
  const source = await startSource()
  const service = await startService({
    jobs,
    environment: {EVENTS_URL: source.url, EVENTS_INTERVAL: '20', EVENTS_SILENCE: '1500'},
  })
  open.push(service, source)
  await until(() => source.requests.length > 1)
  // The very one that the service has: there is one for each queue.
  const events = inboundEvents({keys: createMemoryIdempotencyStore(), jobs, handlers: {}, logger})
  source.events.push(wanted('e-1'))
  await events.take(wanted('e-1'), 'push')
  await new Promise(resolve => setTimeout(resolve, 200))
  const asked = source.requests.length
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(source.requests).toHaveLength(asked)
  await until(() => source.requests.length > asked)
  source.events.push(wanted('e-2'))
  await eventually(service, ['e-1', 'e-2'])
})

test('a place that the source has forgotten is begun anew, and nothing is done twice', async () => {
  const {source, service} = await start(({events}) => events.push(wanted('e-1'), wanted('e-2')))
  await eventually(service, ['e-1', 'e-2'])
  source.events.splice(0, 2, wanted('e-0'), wanted('e-1', 'e-1 again'))
  await eventually(service, ['e-0', 'e-1', 'e-2'])
})

test('it ends with the service, also in the middle of a look', async () => {
  const {source, service} = await start(each => {
    each.behave = () => true
  })
  await until(() => source.requests.length > 0)
  await source.close()
  await service.close()
  open.splice(0)
  const asked = source.requests.length
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(source.requests).toHaveLength(asked)
})
