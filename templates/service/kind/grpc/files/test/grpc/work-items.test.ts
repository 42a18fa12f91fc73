import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {currentContext} from '../../src/platform/context/request-context.js'
import {warn} from '../../src/platform/context/warnings.js'
import {startService, type TestService} from '../service.js'
import {connect, detail, type Message} from './client.js'

let service: TestService
let client: ReturnType<typeof connect>
beforeAll(async () => {
  service = await startService()
  client = connect(service)
})
afterAll(async () => {
  client.close()
  await service.close()
})

async function made(request: Message): Promise<Message> {
  const {code, answer} = await client.call('CreateWorkItem', request)
  expect(code).toBe('OK')
  return answer.workItem
}

describe('one work item', () => {
  test('is made, read, changed and deleted', async () => {
    const workItem = await made({name: 'First', description: 'Of many', ownerId: 'm-1'})
    expect(workItem).toMatchObject({name: 'First', description: 'Of many', ownerId: 'm-1', version: 1, etag: '"1"'})
    expect(Math.abs(workItem.createdAt.seconds - Date.now() / 1000)).toBeLessThan(60)
    const {id} = workItem
    expect((await client.call('GetWorkItem', {id})).answer.workItem).toEqual(workItem)
    const change = {workItem: {id, name: 'Second', etag: '"1"'}, updateMask: {paths: ['name', 'description']}}
    const changed = await client.call('UpdateWorkItem', change)
    expect(changed.answer.workItem).toMatchObject({name: 'Second', ownerId: 'm-1', version: 2, etag: '"2"'})
    // The mask names it and it has no value.
    expect(changed.answer.workItem).not.toHaveProperty('description')
    expect((await client.call('DeleteWorkItem', {id, etag: '"2"'})).code).toBe('OK')
    expect((await client.call('GetWorkItem', {id})).code).toBe('NOT_FOUND')
  })

  test('is changed for its caller, whom events and log lines name', async () => {
    const doneFor: unknown[] = []
    const stop = service.workItems.listen(() => doneFor.push(currentContext()?.subject))
    await made({name: 'Mine'})
    stop()
    expect(doneFor).toEqual(['tester'])
  })

  test('tells by trailers what its caller should know beside the answer', async () => {
    const hasMember = async () => {
      warn({code: 'STALE_CACHE', message: 'Nobody can say whether it still holds.'})
      return true
    }
    const own = await startService({directory: {hasMember}})
    const caller = connect(own)
    const owned = await caller.call('CreateWorkItem', {name: 'Owned', ownerId: 'm-1'})
    const plain = await caller.call('CreateWorkItem', {name: 'Plain'})
    expect([owned, plain].map(({code, trailers}) => [code, trailers.get('x-warning')])).toEqual([
      ['OK', ['STALE_CACHE']],
      ['OK', []],
    ])
    caller.close()
    await own.close()
  })

  test('keeps what no mask names', async () => {
    const {id} = await made({name: 'Kept', description: 'As it was'})
    const changed = await client.call('UpdateWorkItem', {workItem: {id, name: 'New', version: 1}})
    expect(changed.answer.workItem).toMatchObject({name: 'New', description: 'As it was'})
  })

  test('is changed once from one version, and the others learn why', async () => {
    const {id} = await made({name: 'Wanted'})
    const tries = Array.from({length: 8}, (_, n) =>
      client.call('UpdateWorkItem', {workItem: {id, name: `Name ${n}`, etag: '"1"'}}),
    )
    const outcomes = await Promise.all(tries)
    expect(outcomes.map(({code}) => code).sort()).toEqual([...Array(7).fill('ABORTED'), 'OK'])
    const lost = outcomes.find(({code}) => code === 'ABORTED')
    expect(lost && detail(lost, 'ErrorInfo')).toMatchObject({
      reason: 'PRECONDITION_FAILED',
      metadata: {expectedVersion: '1', currentVersion: '2', retryable: 'false'},
    })
    const byVersion = await client.call('UpdateWorkItem', {workItem: {id, name: 'Late', version: 1}})
    expect([byVersion.code, detail(byVersion, 'ErrorInfo').reason]).toEqual(['ABORTED', 'VERSION_CONFLICT'])
    expect((await client.call('DeleteWorkItem', {id, etag: '"7"'})).code).toBe('ABORTED')
  })

  test('is not changed without a version', async () => {
    const {id} = await made({name: 'Blind'})
    expect(await client.call('UpdateWorkItem', {workItem: {id, name: 'Other'}})).toMatchObject({
      code: 'INVALID_ARGUMENT',
    })
  })

  test('is made once for each request id of a caller', async () => {
    const request = {requestId: 'r-1', name: 'Once'}
    const first = await made(request)
    expect(await made(request)).toEqual(first)
    const other = await client.call('CreateWorkItem', {...request, name: 'Else'})
    expect([other.code, detail(other, 'ErrorInfo').reason]).toEqual(['INVALID_ARGUMENT', 'IDEMPOTENCY_KEY_REUSED'])
    expect((await made({...request, requestId: 'r-2'})).id).not.toBe(first.id)
  })
})

describe('what is wrong with a request', () => {
  test('is told all at once, by the names of the contract', async () => {
    const refused = await client.call('CreateWorkItem', {name: '', description: 'x'.repeat(1001), ownerId: 'm-1'})
    expect(refused.code).toBe('INVALID_ARGUMENT')
    expect(detail(refused, 'BadRequest').field_violations.map(({field}: Message) => field)).toEqual([
      'name',
      'description',
    ])
    expect(detail(refused, 'ErrorInfo')).toMatchObject({reason: 'VALIDATION_FAILED', metadata: {retryable: 'false'}})
    const stranger = await client.call('CreateWorkItem', {name: 'x', ownerId: 'nobody'})
    expect(detail(stranger, 'BadRequest').field_violations).toEqual([
      {field: 'owner_id', description: '"ownerId" is not a member of the directory.', reason: 'VALIDATION_FAILED'},
    ])
  })

  test.each([
    ['GetWorkItem', {}, 'id'],
    [
      'UpdateWorkItem',
      {workItem: {id: 'x', name: 'y', version: 1}, updateMask: {paths: ['owner_id']}},
      'update_mask.paths.0',
    ],
    ['UpdateWorkItem', {workItem: {id: 'x', version: 1}, updateMask: {paths: ['name']}}, 'work_item.name'],
    ['UpdateWorkItem', {}, 'work_item'],
    ['ListWorkItems', {limit: 101}, 'limit'],
    ['ListWorkItems', {page: -1}, 'page'],
    ['ListWorkItems', {pageToken: 'bm8'}, 'page_token'],
  ])('of %s: %j', async (name, request, field) => {
    const refused = await client.call(name, request)
    expect(refused.code).toBe('INVALID_ARGUMENT')
    expect(detail(refused, 'BadRequest').field_violations).toMatchObject([{field}])
  })
})

describe('a list', () => {
  test('has pages by number and by token', async () => {
    const own = await startService()
    const reader = connect(own)
    const first = await reader.call('ListWorkItems', {limit: 2})
    expect(first.answer.pagination).toEqual({page: 1, limit: 2, total: 3, hasNext: true, hasPrev: false})
    expect(first.answer.workItems).toHaveLength(2)
    const next = await reader.call('ListWorkItems', {limit: 2, pageToken: first.answer.nextPageToken})
    expect(next.answer).toMatchObject({pagination: {page: 2, hasNext: false, hasPrev: true}, nextPageToken: ''})
    expect(next.answer).toEqual((await reader.call('ListWorkItems', {limit: 2, page: 2})).answer)
    reader.close()
    await own.close()
  })

  test('loses nothing when something before the page goes away', async () => {
    const own = await startService()
    const reader = connect(own)
    const {answer} = await reader.call('ListWorkItems', {limit: 2})
    await reader.call('DeleteWorkItem', {id: answer.workItems[0].id})
    const next = await reader.call('ListWorkItems', {limit: 2, pageToken: answer.nextPageToken})
    expect(next.answer.workItems.map(({name}: Message) => name)).toEqual(['Third work item'])
    reader.close()
    await own.close()
  })

  test('is chosen from by owner and name', async () => {
    await made({name: 'Chosen by name', ownerId: 'm-1'})
    const {answer} = await client.call('ListWorkItems', {name: 'CHOSEN BY', ownerId: 'm-1'})
    expect(answer.workItems.map(({name}: Message) => name)).toEqual(['Chosen by name'])
    expect((await client.call('ListWorkItems', {name: 'Chosen by', ownerId: 'm-2'})).answer.workItems).toEqual([])
  })
})
