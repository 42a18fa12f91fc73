import {afterAll, beforeAll, expect, test} from 'vitest'
import {writeScope} from '../scopes.js'
import {startService, type TestService} from '../service.js'

let service: TestService
let letGo: () => void
let asked: Promise<void>
beforeAll(async () => {
  let told: () => void
  asked = new Promise(resolve => {
    told = resolve
  })
  const waiting = new Promise<void>(resolve => {
    letGo = resolve
  })
  service = await startService({
    directory: {
      hasMember: async id => {
        if (id === 'slow') {
          told()
          await waiting
        }
        if (id === 'broken') throw new Error('The directory is broken.')
        return true
      },
    },
  })
})
afterAll(() => service.close())

const create = (key: string, body: unknown) =>
  service.send('/api/v1/work-items', {method: 'POST', body, headers: {'idempotency-key': key}})

async function total(): Promise<number> {
  return (await service.send('/api/v1/work-items')).body.meta.pagination.total
}

test('the same request again makes nothing new and gets the same answer with ids of its own', async () => {
  const before = await total()
  const first = await create('same', {name: 'Once', description: 'Only'})
  const again = await create('same', {description: 'Only', name: 'Once'})
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.body.data).toEqual(first.body.data)
  expect(again.headers.get('location')).toBe(first.headers.get('location'))
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(first.headers.get('idempotency-replayed')).toBeNull()
  expect(again.body.meta.requestId).toBe(again.headers.get('x-request-id'))
  expect(again.body.meta.requestId).not.toBe(first.body.meta.requestId)
  expect(await total()).toBe(before + 1)
})

test('a key does not fit a different request', async () => {
  await create('other', {name: 'One'})
  const {status, body} = await create('other', {name: 'Two'})
  expect([status, body.errors[0].code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
})

test('a request that arrives while the first one is being served is told to wait', async () => {
  const first = create('busy', {name: 'Slow', ownerId: 'slow'})
  await asked
  const second = await create('busy', {name: 'Slow', ownerId: 'slow'})
  expect([second.status, second.body.errors[0].code]).toEqual([409, 'STATE_CONFLICT'])
  expect(second.headers.get('retry-after')).toBe('1')
  letGo()
  expect((await first).status).toBe(201)
})

test('a failure is not kept: the same key may try again', async () => {
  expect((await create('failed', {name: 'X', ownerId: 'broken'})).status).toBe(500)
  expect((await create('failed', {name: 'X'})).status).toBe(201)
})

test('a key belongs to its caller', async () => {
  const request = {method: 'POST', body: {name: 'Mine'}}
  const as = async (subject: string) => ({
    'idempotency-key': 'shared',
    authorization: `Bearer ${await service.token([writeScope], subject)}`,
  })
  const ann = await service.send('/api/v1/work-items', {...request, headers: await as('ann')})
  const bob = await service.send('/api/v1/work-items', {...request, headers: await as('bob')})
  expect(bob.status).toBe(201)
  expect(bob.body.data.id).not.toBe(ann.body.data.id)
})
