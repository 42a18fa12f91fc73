import {afterEach, describe, expect, test} from 'vitest'
import {verify} from '../../src/webhook-signature/verify.js'
import type {WorkItems} from '../../src/work-items/work-items.js'
import {until} from '../process.js'
import {startService, type TestService} from '../service.js'
import {type Receiver, startReceiver} from './receiver.js'

const open: {close(): Promise<void>}[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})

const path = '/api/v1/webhooks'
const all = ['WorkItemCreated', 'WorkItemUpdated', 'WorkItemDeleted']

async function receiver(...given: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...given)
  open.push(started)
  return started
}

async function start(environment: Readonly<Record<string, string>> = {}) {
  const service = await startService({
    environment: {WEBHOOK_OPEN_ADDRESSES: 'true', WEBHOOK_FIRST_RETRY: '20', WEBHOOK_TIMEOUT: '400', ...environment},
  })
  open.push(service)
  return {service, workItems: service.workItems}
}

async function subscribe(service: TestService, url: string, eventTypes = all) {
  const {status, body} = await service.send(path, {method: 'POST', body: {url, eventTypes}})
  expect([status, body.errors]).toEqual([201, undefined])
  return body.data as {id: string; secret: string}
}

async function deliveries(service: TestService, id: string, query = '') {
  const {body} = await service.send(`${path}/${id}/deliveries${query}`)
  return body.data as {id: string; status: string; tries: number; responseStatus?: number; error?: string}[]
}

/** Waits until the only delivery is over, and gives it. */
async function settled(service: TestService, id: string) {
  for (let looks = 0; looks < 500; looks += 1) {
    const [first, ...others] = await deliveries(service, id)
    if (first && first.status !== 'pending') return {...first, others: others.length}
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error('It is not settled.')
}

const make = (workItems: WorkItems, name = 'Told') => workItems.create({name})

describe('who subscribes', () => {
  test('is told what happens, signed with its secret, and everybody by the same id', async () => {
    const {service, workItems} = await start()
    const [one, two] = [await receiver(), await receiver()]
    const {secret} = await subscribe(service, one.url)
    await subscribe(service, two.url, ['WorkItemDeleted', 'WorkItemCreated'])
    const {id} = await make(workItems)
    await workItems.change(id, {name: 'Changed'}, {version: 1, from: 'body'})
    await workItems.remove(id)
    await until(() => one.received.length === 3 && two.received.length === 2)

    const bodies = one.received.map(({body}) => JSON.parse(body.toString()))
    expect(bodies.map(({eventType}) => eventType).sort()).toEqual([...all].sort())
    const created = bodies.find(({eventType}) => eventType === 'WorkItemCreated')
    expect(created).toMatchObject({schemaVersion: '1.0', data: {workItemId: id, name: 'Told', version: 1}})
    for (const {headers, body} of one.received) {
      const {id: eventId, eventType} = JSON.parse(body.toString())
      expect([headers['x-webhook-id'], headers['x-event-type']]).toEqual([eventId, eventType])
      const [timestamp, signature] = [headers['x-webhook-timestamp'], headers['x-webhook-signature']]
      expect(verify({timestamp, signature, body}, {secrets: [secret], now: Date.now(), window: 300})).toBeUndefined()
    }
    const ids = two.received.map(({headers}) => headers['x-webhook-id'])
    expect(one.received.map(({headers}) => headers['x-webhook-id'])).toEqual(expect.arrayContaining(ids))
  })

  test('may fetch the same instead', async () => {
    const {service, workItems} = await start()
    for (const name of ['One', 'Two', 'Three']) await make(workItems, name)
    const first = await service.send('/api/v1/events?limit=2')
    expect(first.body.data).toMatchObject({hasMore: true, events: [{data: {name: 'One'}}, {data: {name: 'Two'}}]})
    const address = `/api/v1/events?after=${first.body.data.last}`
    const rest = await service.send(address)
    expect(rest.body.data).toMatchObject({hasMore: false, events: [{data: {name: 'Three'}}]})
    const end = `/api/v1/events?after=${rest.body.data.last}`
    const none = await service.send(end)
    expect(none.body.data).toMatchObject({events: [], last: rest.body.data.last})
    const same = await service.send(end, {headers: {'if-none-match': none.headers.get('etag') ?? ''}})
    expect([same.status, same.body]).toEqual([304, undefined])
    const forgotten = await service.send('/api/v1/events?after=nobody')
    expect([forgotten.status, forgotten.body.errors[0].code]).toEqual([404, 'EVENT_FORGOTTEN'])
  })
})

describe('a receiver', () => {
  test('that is down for a moment gets the same again, signed anew', async () => {
    const {service, workItems} = await start()
    const shaky = await receiver((response, _received, count) => response.writeHead(count < 3 ? 503 : 204).end())
    const {id} = await subscribe(service, shaky.url)
    await make(workItems)
    expect(await settled(service, id)).toMatchObject({status: 'delivered', tries: 3, responseStatus: 204, others: 0})
    expect(new Set(shaky.received.map(({body}) => body.toString())).size).toBe(1)
  })

  test.each([
    [400, 1],
    [404, 1],
    [302, 1],
    [408, 4],
    [429, 4],
    [500, 4],
  ])('that answers %d is tried %d times', async (status, tries) => {
    const {service, workItems} = await start()
    const refusing = await receiver(response => response.writeHead(status, {location: '/elsewhere'}).end())
    const {id} = await subscribe(service, refusing.url)
    await make(workItems)
    expect(await settled(service, id)).toMatchObject({status: 'dead', tries, responseStatus: status})
    expect(refusing.received.map(each => each.path)).toEqual(Array(tries).fill('/hook'))
  })

  test('that is gone is left alone, until it asks for what it has missed', async () => {
    const {service, workItems} = await start()
    const gone = await receiver((response, _received, count) => response.writeHead(count === 1 ? 410 : 202).end())
    const {id} = await subscribe(service, gone.url)
    await make(workItems)
    expect(await settled(service, id)).toMatchObject({status: 'dead', tries: 1, responseStatus: 410})
    expect((await service.send(`${path}/${id}`)).body.data.status).toBe('disabled')
    await make(workItems, 'Not told')
    expect(await deliveries(service, id)).toHaveLength(1)

    const again = await service.send(`${path}/${id}/redeliveries`, {method: 'POST', body: {}})
    expect(again.body.data).toEqual({redelivered: 1})
    await until(() => gone.received.length === 2)
    expect((await service.send(`${path}/${id}`)).body.data.status).toBe('active')
  })

  test('that never answers, hangs up or is not there is tried again, and then no more', async () => {
    const {service, workItems} = await start({WEBHOOK_TIMEOUT: '1000', WEBHOOK_RETRIES: '1'})
    const silent = await receiver(() => {})
    const rude = await receiver(response => response.destroy())
    const closed = await startReceiver()
    await closed.close()
    const subscribed = []
    for (const {url} of [silent, rude, closed]) subscribed.push(await subscribe(service, url))
    await make(workItems)
    const errors = []
    for (const {id} of subscribed) {
      const {status, tries, error} = await settled(service, id)
      errors.push([status, tries, error])
    }
    expect(errors).toEqual([
      ['dead', 2, 'TIMEOUT'],
      ['dead', 2, 'UND_ERR_SOCKET'],
      ['dead', 2, 'ECONNREFUSED'],
    ])
  })

  test('that is slow holds up nobody else', async () => {
    const {service, workItems} = await start({WEBHOOK_TIMEOUT: '2000'})
    const slow = await receiver(() => {})
    const quick = await receiver()
    await subscribe(service, slow.url)
    await subscribe(service, quick.url)
    for (let number = 0; number < 50; number += 1) await make(workItems, `Number ${number}`)
    await until(() => quick.received.length === 50)
    expect(slow.received.length).toBeLessThanOrEqual(4)
    // Or the end of the service would wait for it.
    await slow.close()
  })

  test('that asks for time gets it', async () => {
    const {service, workItems} = await start()
    const busy = await receiver(response => response.writeHead(503, {'retry-after': '3600'}).end())
    const {id} = await subscribe(service, busy.url)
    await make(workItems)
    await until(() => busy.received.length === 1)
    const [first] = await (async () => {
      for (;;) {
        const found = await deliveries(service, id)
        if (found[0]?.tries === 1) return found
      }
    })()
    const next = Date.parse((first as unknown as {nextTryAt: string}).nextTryAt) - Date.now()
    expect(next).toBeGreaterThan(3_500_000)
  })
})

test('a new secret signs when its receiver has had the time to learn it', async () => {
  const {service, workItems} = await start({WEBHOOK_ROTATION: '1500'})
  const told = await receiver()
  const {id, secret: old} = await subscribe(service, told.url)
  const {status, body} = await service.send(`${path}/${id}/secrets`, {method: 'POST'})
  const fresh: string = body.data.secret
  expect([status, fresh === old]).toEqual([200, false])
  const twice = await service.send(`${path}/${id}/secrets`, {method: 'POST'})
  expect([twice.status, twice.body.errors[0].code]).toEqual([409, 'STATE_CONFLICT'])

  const signedBy = ({headers, body}: (typeof told.received)[number], secrets: readonly string[]) =>
    verify(
      {timestamp: headers['x-webhook-timestamp'], signature: headers['x-webhook-signature'], body},
      {secrets, now: Date.now(), window: 300},
    ) === undefined
  await make(workItems)
  await until(() => told.received.length === 1)
  await until(() => Date.now() > Date.parse(body.data.activeFrom))
  await make(workItems)
  await until(() => told.received.length === 2)
  const [first, second] = told.received
  if (!first || !second) throw new Error('Two were received.')
  expect([signedBy(first, [old]), signedBy(first, [fresh])]).toEqual([true, false])
  expect([signedBy(second, [old]), signedBy(second, [fresh])]).toEqual([false, true])
  expect([signedBy(first, [old, fresh]), signedBy(second, [old, fresh])]).toEqual([true, true])
})

test('what is due when the service ends is still sent', async () => {
  const {service, workItems} = await start()
  const told = await receiver()
  await subscribe(service, told.url)
  for (let number = 0; number < 100; number += 1) await make(workItems, `Number ${number}`)
  open.splice(open.indexOf(service), 1)
  await service.close()
  expect(told.received).toHaveLength(100)
})
