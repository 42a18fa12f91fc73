import {afterAll, beforeAll, expect, test} from 'vitest'
import {exampleWorkItems} from '../../src/work-items/example-work-items.js'
import {createMemoryWorkItemRepository} from '../../src/work-items/memory-work-item-repository.js'
import type {WorkItemRepository} from '../../src/work-items/work-item-repository.js'
import {startService, type TestService} from '../service.js'
import {ask, create} from './ask.js'

/** What the storage was asked, in sequence. */
const questions: string[] = []

function counted(repository: WorkItemRepository): WorkItemRepository {
  return new Proxy(repository, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function') return member
      return (...given: unknown[]) => {
        questions.push(String(name))
        return Reflect.apply(member, target, given)
      }
    },
  })
}

let service: TestService
beforeAll(async () => {
  const repository = counted(createMemoryWorkItemRepository(exampleWorkItems))
  service = await startService({repository, directory: {hasMember: async () => true}})
  for (let number = 0; number < 12; number += 1) await create(service, {name: `Item ${number}`, ownerId: `m-${number}`})
})
afterAll(() => service.close())

test('a list within a list costs one question more, not one for each', async () => {
  questions.length = 0
  const {data, errors} = await ask(
    service,
    '{ workItems(first: 100) { edges { node { owner { workItems(first: 3) { totalCount edges { node { name } } } } } } } }',
  )
  expect(errors).toEqual([])
  const owners = data.workItems.edges.flatMap(({node}: {node: {owner: unknown}}) => node.owner ?? [])
  expect(owners).toHaveLength(12)
  expect(owners[3]).toEqual({workItems: {totalCount: 1, edges: [{node: {name: 'Item 3'}}]}})
  expect(questions).toEqual(['slices', 'slices', 'counts'])
})

test('what is asked for one by one is asked for together, and nothing twice', async () => {
  questions.length = 0
  const [one, two] = exampleWorkItems
  const {data} = await ask(
    service,
    `{ a: workItem(id: "${one?.id}") { name } b: workItem(id: "${two?.id}") { name } c: workItem(id: "${one?.id}") { id } }`,
  )
  expect([data.a.name, data.b.name, data.c.id]).toEqual([one?.name, two?.name, one?.id])
  expect(questions).toEqual(['findMany'])
})

test('nobody counts what nobody wants to know', async () => {
  questions.length = 0
  await ask(service, '{ workItems { edges { cursor } } }')
  expect(questions).toEqual(['slices'])
})
