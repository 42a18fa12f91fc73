import {afterAll, beforeAll, expect, test} from 'vitest'
import {startService, type TestService} from '../service.js'
import {ask, codesOf, createMutation} from './ask.js'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const create = (key: string, name: string, extensions?: object) =>
  ask(
    service,
    {query: createMutation, variables: {input: {name}}, ...(extensions && {extensions})},
    extensions ? {} : {headers: {'idempotency-key': key}},
  )

async function total(): Promise<number> {
  return (await ask(service, '{ workItems { totalCount } }')).data.workItems.totalCount
}

test('the same mutation again makes nothing new and gets the same answer', async () => {
  const before = await total()
  const first = await create('same', 'Once')
  const again = await create('same', 'Once')
  expect(again.data.createWorkItem.workItem).toEqual(first.data.createWorkItem.workItem)
  const extended = await create('', 'Twice', {idempotencyKey: 'other'})
  expect((await create('', 'Twice', {idempotencyKey: 'other'})).data).toEqual(extended.data)
  expect(await total()).toBe(before + 2)
})

test('a key does not fit a different input', async () => {
  await create('taken', 'One')
  const {data, errors} = await create('taken', 'Two')
  expect(errors).toEqual([])
  expect(data.createWorkItem).toMatchObject({workItem: null, errors: [{code: 'IDEMPOTENCY_KEY_REUSED'}]})
})

test('several mutations of one request are each done once', async () => {
  const query =
    'mutation { a: createWorkItem(input: {name: "A"}) { workItem { id } } b: createWorkItem(input: {name: "B"}) { workItem { id } } }'
  const before = await total()
  const first = await ask(service, {query}, {headers: {'idempotency-key': 'both'}})
  const again = await ask(service, {query}, {headers: {'idempotency-key': 'both'}})
  expect(again.data).toEqual(first.data)
  expect(first.data.a.workItem.id).not.toBe(first.data.b.workItem.id)
  expect(await total()).toBe(before + 2)
})

test('what was refused may be tried again', async () => {
  const refused = await ask(
    service,
    {query: createMutation, variables: {input: {name: 'Owned', ownerId: 'm-9'}}},
    {headers: {'idempotency-key': 'again'}},
  )
  expect(refused.data.createWorkItem.errors).toMatchObject([{field: 'ownerId'}])
  expect((await create('again', 'Owned')).data.createWorkItem.workItem).toMatchObject({name: 'Owned'})
})

test('a key has an end', async () => {
  expect(codesOf(await create('x'.repeat(256), 'Long'))).toEqual(['VALIDATION_FAILED'])
})
