import {afterAll, beforeAll, expect, test} from 'vitest'
import {createMemoryIdempotencyStore} from '../../src/platform/idempotency/memory-idempotency-store.js'
import {coverage, hold} from '../hold.js'
import {readScope, writeScope} from '../scopes.js'
import {startService, type TestRequest, type TestService} from '../service.js'

const path = '/api/v1/webhooks'
const events = '/api/v1/events'
const none = `${path}/nobody`
const tooLong = `${path}/${'x'.repeat(65)}`
const draft = {url: 'http://127.0.0.1:9/hook', eventTypes: ['WorkItemCreated']}
const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) => ({method: 'POST', body, headers})

let service: TestService
let one: string
beforeAll(async () => {
  service = await startService({environment: {WEBHOOK_OPEN_ADDRESSES: 'true', BODY_LIMIT: '2000'}})
  const {body} = await service.send(path, post(draft))
  one = `${path}/${body.data.id}`
})
afterAll(() => service.close())

/** A call of each operation that is in order, behind the address of the webhook, and what it is answered with. */
const valid: readonly (readonly [string, number, string, TestRequest])[] = [
  ['listWebhooks', 200, path, {}],
  ['createWebhook', 201, path, post(draft)],
  ['getWebhook', 200, 'one', {}],
  ['listWebhookDeliveries', 200, 'one/deliveries', {}],
  ['rotateWebhookSecret', 200, 'one/secrets', {method: 'POST'}],
  ['redeliverWebhook', 200, 'one/redeliveries', post({})],
  ['listEvents', 200, events, {}],
  ['deleteWebhook', 204, 'one', {method: 'DELETE'}],
]
const placed = (address: string) => address.replace(/^one/, one)

test.each<[string, number, string, TestRequest]>([
  ['listWebhooks', 400, `${path}?page=first`, {}],
  ['listWebhooks', 422, `${path}?limit=0`, {}],
  ['createWebhook', 400, path, post('{')],
  ['createWebhook', 413, path, post({...draft, note: 'x'.repeat(3000)})],
  ['createWebhook', 415, path, post('x', {'content-type': 'text/plain'})],
  ['createWebhook', 422, path, post({...draft, eventTypes: ['Other']})],
  ['getWebhook', 400, `${path}/%zz`, {}],
  ['getWebhook', 404, none, {}],
  ['getWebhook', 422, tooLong, {}],
  ['deleteWebhook', 400, `${path}/%zz`, {method: 'DELETE'}],
  ['deleteWebhook', 404, none, {method: 'DELETE'}],
  ['deleteWebhook', 422, tooLong, {method: 'DELETE'}],
  ['rotateWebhookSecret', 400, `${path}/%zz/secrets`, {method: 'POST'}],
  ['rotateWebhookSecret', 404, `${none}/secrets`, {method: 'POST'}],
  ['rotateWebhookSecret', 422, `${tooLong}/secrets`, {method: 'POST'}],
  ['listWebhookDeliveries', 400, 'one/deliveries?page=first', {}],
  ['listWebhookDeliveries', 404, `${none}/deliveries`, {}],
  ['listWebhookDeliveries', 422, 'one/deliveries?status=lost', {}],
  ['redeliverWebhook', 400, 'one/redeliveries', post('[')],
  ['redeliverWebhook', 404, `${none}/redeliveries`, post({})],
  ['redeliverWebhook', 413, 'one/redeliveries', post({deliveryIds: Array(50).fill('x'.repeat(60))})],
  ['redeliverWebhook', 415, 'one/redeliveries', post('x', {'content-type': 'text/plain'})],
  ['redeliverWebhook', 422, 'one/redeliveries', post({deliveryIds: []})],
  ['listEvents', 304, events, {headers: {'if-none-match': '"none"'}}],
  ['listEvents', 400, `${events}?limit=all`, {}],
  ['listEvents', 404, `${events}?after=nobody`, {}],
  ['listEvents', 422, `${events}?limit=101`, {}],
])('%s answers %d', async (operationId, status, address, request) => {
  hold(operationId, status, await service.send(placed(address), request))
})

test.each(valid)('%s wants to know who calls', async (operationId, _status, address, request) => {
  hold(operationId, 401, await service.send(placed(address), {...request, scopes: null}))
  hold(operationId, 403, await service.send(placed(address), {...request, scopes: [writeScope]}))
  hold(operationId, 406, await service.send(placed(address), {...request, headers: {accept: 'text/html'}}))
})

test.each(valid)('%s answers %d', async (operationId, status, address, request) => {
  if (operationId === 'deleteWebhook')
    hold('rotateWebhookSecret', 409, await service.send(`${one}/secrets`, {method: 'POST'}))
  hold(operationId, status, await service.send(placed(address), request))
})

test('a key that is in use, or as many webhooks as one may have, are told', async () => {
  const keys = createMemoryIdempotencyStore()
  const busy = await startService({
    environment: {WEBHOOK_OPEN_ADDRESSES: 'true'},
    idempotencyKeys: {...keys, begin: async (_key, fingerprint) => ({state: 'in-flight', fingerprint})},
  })
  const answer = await busy.send(`${none}/redeliveries`, post({}, {'idempotency-key': '1'}))
  hold('redeliverWebhook', 409, answer)
  const statuses = []
  for (let number = 0; number < 21; number += 1) statuses.push((await busy.send(path, post(draft))).status)
  expect(statuses.slice(-2)).toEqual([201, 409])
  hold('createWebhook', 409, await busy.send(path, post(draft)))
  await busy.close()
})

test.each([
  ['429', {RATE_LIMIT_API: '1/600'}],
  ['503', {JWKS_URL: 'http://127.0.0.1:9/keys', JWT_ISSUER: 'i', JWT_AUDIENCE: 'a'}],
])('a service that can not take the call says %s', async (status, environment) => {
  const other = await startService({environment: {WEBHOOK_OPEN_ADDRESSES: 'true', ...environment}})
  if (status === '429') await other.send(path)
  for (const [operationId, , address, request] of valid) {
    hold(operationId, Number(status), await other.send(address.replace(/^one/, none), request))
  }
  await other.close()
})

test('what belongs to somebody else does not exist', async () => {
  const as = async (subject: string) => ({authorization: `Bearer ${await service.token([readScope], subject)}`})
  const {body} = await service.send(path, {...post(draft), headers: await as('ann')})
  const mine = `${path}/${body.data.id}`
  expect((await service.send(mine, {headers: await as('ann')})).status).toBe(200)
  expect((await service.send(mine, {headers: await as('bob')})).status).toBe(404)
  expect((await service.send(mine, {method: 'DELETE', headers: await as('bob')})).status).toBe(404)
  expect((await service.send(path, {headers: await as('bob')})).body.data).toEqual([])
})

test('every answer that the contract declares was seen, but for those of bugs', () => {
  const {declared, seen} = coverage('webhook-subscriptions', 'events')
  expect(seen).toEqual(declared.filter(answer => !answer.endsWith(' 500')))
})
