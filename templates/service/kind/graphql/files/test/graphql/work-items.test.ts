import {afterAll, beforeAll, expect, test} from 'vitest'
import {currentContext} from '../../src/platform/context/request-context.js'
import {allScopes} from '../scopes.js'
import {startService, type TestService} from '../service.js'
import {ask, codesOf, create, createMutation} from './ask.js'
import {socketClient} from './socket-client.js'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const update = (input: Readonly<Record<string, unknown>>) =>
  ask(service, {
    query: `mutation($input: UpdateWorkItemInput!) {
      updateWorkItem(input: $input) { workItem { name description version } errors { code severity details } }
    }`,
    variables: {input},
  })

test('a work item is made, read, changed and deleted', async () => {
  const {workItem, errors} = await create(service, {name: 'One', description: 'The first', ownerId: 'm-1'})
  expect(errors).toEqual([])
  expect(workItem).toMatchObject({name: 'One', description: 'The first', version: 1, owner: {id: 'm-1'}})
  const {id} = workItem

  const read = await ask(service, {query: 'query($id: ID!) { workItem(id: $id) { name version } }', variables: {id}})
  expect([read.status, read.data, read.errors]).toEqual([200, {workItem: {name: 'One', version: 1}}, []])

  const changed = await update({id, version: 1, name: 'Two', description: null})
  expect(changed.data.updateWorkItem).toEqual({workItem: {name: 'Two', description: null, version: 2}, errors: []})

  const remove = 'mutation($id: ID!) { deleteWorkItem(input: {id: $id}) { deletedId errors { code } } }'
  const gone = await ask(service, {query: remove, variables: {id}})
  expect(gone.data.deleteWorkItem).toEqual({deletedId: id, errors: []})
  const again = await ask(service, {query: remove, variables: {id}})
  expect(again.data.deleteWorkItem).toEqual({deletedId: null, errors: [{code: 'WORK_ITEM_NOT_FOUND'}]})
  const none = await ask(service, {query: 'query($id: ID!) { workItem(id: $id) { name } }', variables: {id}})
  expect(none.data).toEqual({workItem: null})
})

test('what happens is done for its caller, whom events and log lines name', async () => {
  const doneFor: unknown[] = []
  const stop = service.workItems.listen(() => doneFor.push(currentContext()?.subject))
  await create(service, {name: 'By request'})
  const authorization = `Bearer ${await service.token(allScopes, 'ann')}`
  const {begin, client} = socketClient(service.url, {connectionParams: {authorization}})
  await begin({query: createMutation, variables: {input: {name: 'By socket'}}})
  await client.dispose()
  stop()
  expect(doneFor).toEqual(['tester', 'ann'])
})

test('what is not named stays as it is', async () => {
  const {workItem} = await create(service, {name: 'Kept', description: 'Old'})
  const {data} = await update({id: workItem.id, version: 1, name: null})
  expect(data.updateWorkItem.workItem).toEqual({name: 'Kept', description: 'Old', version: 2})
})

test('who was slower is told the version that is current', async () => {
  const {workItem} = await create(service, {name: 'Contested'})
  await update({id: workItem.id, version: 1, name: 'Mine'})
  const {data, errors} = await update({id: workItem.id, version: 1, name: 'Yours'})
  expect(errors).toEqual([])
  expect(data.updateWorkItem).toEqual({
    workItem: null,
    errors: [{code: 'VERSION_CONFLICT', severity: 'LOW', details: {expectedVersion: 1, currentVersion: 2}}],
  })
})

test('everything that is wrong in an input is told at once, each with its place', async () => {
  const {workItem, errors} = await create(service, {name: '', description: 'x'.repeat(1001), ownerId: 'm-1'})
  expect(workItem).toBeNull()
  expect(errors).toMatchObject([
    {code: 'VALIDATION_FAILED', field: 'name', severity: 'LOW', retryable: false},
    {code: 'VALIDATION_FAILED', field: 'description'},
  ])
  expect((await create(service, {name: 'Owned', ownerId: 'm-2'})).errors).toMatchObject([{field: 'ownerId'}])
})

test('an outage is an error of the operation, and says nothing of what is behind it', async () => {
  const broken = await startService({
    directory: {
      hasMember: async () => {
        throw new Error('connect ECONNREFUSED 10.0.0.7')
      },
    },
  })
  const answer = await ask(broken, {query: createMutation, variables: {input: {name: 'X', ownerId: 'm-1'}}})
  expect([answer.status, answer.data, codesOf(answer)]).toEqual([200, null, ['INTERNAL_ERROR']])
  expect(JSON.stringify(answer.errors)).not.toContain('10.0.0.7')
  expect(answer.errors[0]).toMatchObject({
    path: ['createWorkItem'],
    extensions: {severity: 'high', retryable: false, requestId: answer.headers.get('x-request-id')},
  })
  await broken.close()
})
