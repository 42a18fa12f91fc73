import {randomUUID} from 'node:crypto'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createMemoryJobQueue} from '../../src/platform/jobs/memory-job-queue.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {sign} from '../../src/webhook-signature/sign.js'
import {startService, type TestService} from '../service.js'

const path = '/api/v1/webhook-events'
let service: TestService
beforeAll(async () => {
  service = await startService({environment: {WEBHOOK_SECRETS: 'old, new'}})
})
afterAll(() => service.close())

interface Delivery {
  readonly secret?: string
  readonly at?: number
  readonly to?: TestService
  readonly headers?: Readonly<Record<string, string>>
}

function wanted(name: string, id: string = randomUUID()) {
  return {id, eventType: 'WorkItemRequested', schemaVersion: '1.0', timestamp: new Date().toISOString(), data: {name}}
}

/** Sends a text as a sender does; the signature is that of this text. */
function deliver(body: string, {secret = 'new', at = Date.now(), to = service, headers = {}}: Delivery = {}) {
  const timestamp = String(Math.floor(at / 1000))
  const signature = sign(secret, timestamp, Buffer.from(body))
  return to.send(path, {
    method: 'POST',
    body,
    scopes: null,
    headers: {'x-webhook-timestamp': timestamp, 'x-webhook-signature': signature, ...headers},
  })
}

async function named(name: string, from = service): Promise<number> {
  const {total} = await from.workItems.list({page: 1, limit: 1, filter: {nameContains: name}})
  return total
}

async function eventually(name: string, from = service) {
  for (let looks = 0; looks < 250 && (await named(name, from)) === 0; looks += 1) {
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  expect(await named(name, from)).toBe(1)
}

describe('an event', () => {
  test('is taken, and then done', async () => {
    const event = wanted('Pushed')
    const {status, body, headers} = await deliver(JSON.stringify(event))
    expect([status, body.data]).toEqual([202, {id: event.id, seen: false}])
    expect(body.meta.requestId).toBe(headers.get('x-request-id'))
    await eventually('Pushed')
    expect((await service.workItems.get(event.id)).name).toBe('Pushed')
  })

  test('may be signed by the old secret as well as by the new one', async () => {
    for (const secret of ['old', 'new']) {
      expect((await deliver(JSON.stringify(wanted(`By ${secret}`)), {secret})).status).toBe(202)
    }
  })

  test('is believed by its bytes, however it was written', async () => {
    const text = `{ "schemaVersion":"1.0", "data": {"name": "Caf\\u00e9 written", "amount": 1.0},
      "eventType": "WorkItemRequested", "timestamp": "2026-01-31T10:00:00Z", "id": "${randomUUID()}" }`
    expect((await deliver(text)).status).toBe(202)
    await eventually('Café written')
  })

  test('that comes twice is done once, also with another signature', async () => {
    const event = wanted('Replayed')
    const first = await deliver(JSON.stringify(event))
    const again = await deliver(JSON.stringify(event), {secret: 'old', at: Date.now() - 60_000})
    expect([first.body.data.seen, again.body.data.seen]).toEqual([false, true])
    expect([first.status, again.status]).toEqual([202, 202])
    await eventually('Replayed')
  })

  test('that nobody wants is taken and let go', async () => {
    expect((await deliver(JSON.stringify({...wanted('Other'), eventType: 'SomethingElse'}))).status).toBe(202)
  })
})

describe('a delivery is refused with 401', () => {
  test.each<[string, Delivery]>([
    ['of somebody else', {secret: 'guess'}],
    ['that is too old', {at: Date.now() - 400_000}],
    ['of a clock that is ahead', {at: Date.now() + 400_000}],
    ['without a signature', {headers: {'x-webhook-signature': ''}}],
    ['without a time', {headers: {'x-webhook-timestamp': ''}}],
    ['with the time of another one', {headers: {'x-webhook-timestamp': String(Math.floor(Date.now() / 1000) - 5)}}],
    ['in another algorithm', {headers: {'x-webhook-signature': `sha1=${'0'.repeat(40)}`}}],
  ])('%s', async (_what, delivery) => {
    const {status, body} = await deliver(JSON.stringify(wanted('Refused')), delivery)
    expect([status, body.errors[0].code]).toEqual([401, 'SIGNATURE_INVALID'])
    expect(await named('Refused')).toBe(0)
  })

  test('by a service that has no secret', async () => {
    const naive = await startService()
    expect((await deliver(JSON.stringify(wanted('Naive')), {to: naive, secret: ''})).status).toBe(401)
    await naive.close()
  })

  test('and who tries again and again is stopped', async () => {
    const limited = await startService({environment: {WEBHOOK_SECRETS: 'new', RATE_LIMIT_API: '2/60'}})
    const statuses = []
    for (let tries = 0; tries < 3; tries += 1) {
      statuses.push((await deliver('{}', {to: limited, secret: 'guess'})).status)
    }
    expect(statuses).toEqual([401, 401, 429])
    for (let number = 0; number < 5; number += 1) {
      expect((await deliver(JSON.stringify(wanted(`Welcome ${number}`)), {to: limited})).status).toBe(202)
    }
    await limited.close()
  })
})

test('what is signed and no event is wrong, and is not sent again', async () => {
  for (const text of ['{}', '[]', '{', '"text"', '', JSON.stringify({...wanted('X'), data: 'x'})]) {
    expect((await deliver(text)).status, text).toBe(422)
  }
  expect((await deliver('x'.repeat(300_000))).status).toBe(413)
  expect((await deliver('a=b', {headers: {'content-type': 'application/x-www-form-urlencoded'}})).status).toBe(415)
  expect((await service.send(path)).status).toBe(405)
})

test('without room the sender is asked to come again, and then it is welcome', async () => {
  const logger = createLogger({service: 'test', version: '0', level: 'silent'})
  let goOn: () => void = () => {}
  const waiting = new Promise<boolean>(resolve => {
    goOn = () => resolve(true)
  })
  const busy = await startService({
    environment: {WEBHOOK_SECRETS: 'new'},
    jobs: createMemoryJobQueue({logger, concurrent: 1, waiting: 1}),
    directory: {hasMember: () => waiting},
  })
  const slow = {...wanted('Slow'), data: {name: 'Slow', ownerId: 'm-1'}}
  await deliver(JSON.stringify(slow), {to: busy})
  await new Promise(resolve => setTimeout(resolve, 50))
  await deliver(JSON.stringify(wanted('Waits')), {to: busy})
  const late = JSON.stringify(wanted('Late'))
  const {status, headers} = await deliver(late, {to: busy})
  expect([status, Number(headers.get('retry-after')) > 0]).toEqual([503, true])
  goOn()
  await eventually('Waits', busy)
  expect((await deliver(late, {to: busy})).body.data.seen).toBe(false)
  await eventually('Late', busy)
  await busy.close()
})
