import {readFileSync} from 'node:fs'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {exampleWorkItems} from '../../src/work-items/example-work-items.js'
import {startService, type TestService} from '../service.js'
import {ask, codesOf, create} from './ask.js'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const entities = (representations: readonly object[], selection: string) =>
  ask(service, {
    query: `query($r: [_Any!]!) { _entities(representations: $r) { __typename ${selection} } }`,
    variables: {r: representations},
  })

test('routers get the contract as it is written', async () => {
  const {data} = await ask(service, '{ _service { sdl } }')
  expect(data._service.sdl).toBe(readFileSync('contracts/schema.graphql', 'utf8'))
})

test('entities are found by their keys, in the sequence of the keys', async () => {
  const [one, two] = exampleWorkItems
  const {data, errors} = await entities(
    [two, {id: 'nobody'}, one].map(each => ({__typename: 'WorkItem', id: each?.id})),
    '... on WorkItem { name }',
  )
  expect(errors).toEqual([])
  expect(data._entities).toEqual([
    {__typename: 'WorkItem', name: two?.name},
    null,
    {__typename: 'WorkItem', name: one?.name},
  ])
})

test('a member of another service knows what it owns here', async () => {
  await create(service, {name: 'Owned', ownerId: 'm-1'})
  const {data} = await entities(
    [{__typename: 'Member', id: 'm-1'}],
    '... on Member { id workItems { edges { node { name } } } }',
  )
  expect(data._entities).toEqual([{__typename: 'Member', id: 'm-1', workItems: {edges: [{node: {name: 'Owned'}}]}}])
})

test('what is no entity is refused', async () => {
  for (const wrong of [{__typename: 'PageInfo'}, {id: '1'}, {__typename: '__proto__'}]) {
    const answer = await entities([wrong], '')
    expect([answer.data, codesOf(answer)]).toEqual([null, ['VALIDATION_FAILED']])
  }
})
