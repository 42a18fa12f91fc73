import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {WorkItem} from '../src/work-items/work-item.js'
import type {WorkItemQuery} from '../src/work-items/work-item-repository.js'
import type {SliceRequest} from '../src/work-items/work-item-slices.js'
import type {TestStore} from './stores/test-store.js'
import * as registry from './stores.js'

// What every implementation has to hold.
const stores: readonly TestStore[] = Object.values(registry)

const workItem = (number: number, more: Partial<WorkItem> = {}): WorkItem => {
  const createdAt = `2026-01-${String(31 - number).padStart(2, '0')}T10:00:00.000Z`
  const id = `00000000-0000-4000-8000-0000000000${String(number).padStart(2, '0')}`
  return {id, name: `Number ${number}`, version: 1, createdAt, updatedAt: createdAt, ...more}
}

describe.each(stores)('work items in $name', ({missing, prepare}) => {
  describe.skipIf(missing !== undefined)(missing ?? 'which is here', () => {
    let prepared: Awaited<ReturnType<TestStore['prepare']>>
    beforeAll(async () => {
      prepared = await prepare()
    }, 60_000)
    afterAll(() => prepared.close())
    const open = () => prepared.empty()

    test('are found by id, or not at all', async () => {
      const repository = await open()
      await repository.insert(workItem(1))
      expect(await repository.find(workItem(1).id)).toEqual(workItem(1))
      expect(await repository.find('nobody')).toBeUndefined()
    })

    test('are listed oldest first, by id where two are equally old', async () => {
      const repository = await open()
      const {createdAt} = workItem(5)
      for (const each of [workItem(3), workItem(9, {createdAt}), workItem(5), workItem(7)])
        await repository.insert(each)
      const names = async (page: number, limit: number) => {
        const {items, total} = await repository.list({page, limit})
        return [items.map(({name}) => name), total]
      }
      expect(await names(1, 10)).toEqual([['Number 7', 'Number 5', 'Number 9', 'Number 3'], 4])
      expect(await names(2, 3)).toEqual([['Number 3'], 4])
      expect(await names(3, 3)).toEqual([[], 4])
    })

    test('are found by many ids at once', async () => {
      const repository = await open()
      for (const number of [1, 2, 3]) await repository.insert(workItem(number))
      const found = await repository.findMany([workItem(3).id, workItem(9).id, workItem(1).id])
      expect(found.map(({name}) => name).sort()).toEqual(['Number 1', 'Number 3'])
      expect(await repository.findMany([])).toEqual([])
    })

    test('are cut into slices by place, in either order and from either end', async () => {
      const repository = await open()
      // Two of one age and one name: the id decides between them.
      const {createdAt} = workItem(3)
      for (const each of [workItem(1), workItem(4, {createdAt}), workItem(3), workItem(2, {name: 'number 2'})])
        await repository.insert(each)
      const slice = async (request: Partial<SliceRequest>) => {
        const sort = {by: 'createdAt', descending: false} as const
        const whole = {filter: {}, sort, size: 2, fromEnd: false, ...request}
        const [only] = await repository.slices([whole])
        return [only?.items.map(({name}) => name), only?.hasMore]
      }
      const place = (number: number) => ({value: workItem(number).createdAt, id: workItem(number).id})
      expect(await slice({})).toEqual([['Number 3', 'Number 4'], true])
      expect(await slice({after: place(3)})).toEqual([['Number 4', 'number 2'], true])
      expect(await slice({after: {...place(3), id: workItem(4).id}})).toEqual([['number 2', 'Number 1'], false])
      expect(await slice({before: place(2), fromEnd: true})).toEqual([['Number 3', 'Number 4'], false])
      expect(await slice({fromEnd: true})).toEqual([['number 2', 'Number 1'], true])
      expect(await slice({sort: {by: 'createdAt', descending: true}})).toEqual([['Number 1', 'number 2'], true])
      const down = {by: 'createdAt', descending: true} as const
      expect(await slice({sort: down, after: place(2)})).toEqual([['Number 4', 'Number 3'], false])
      // By code units: capitals first.
      expect(await slice({sort: {by: 'name', descending: false}, size: 4})).toEqual([
        ['Number 1', 'Number 3', 'Number 4', 'number 2'],
        false,
      ])
    })

    test('are filtered, several lists and counts at once', async () => {
      const repository = await open()
      await repository.insert(workItem(1, {ownerId: 'm-1'}))
      await repository.insert(workItem(2, {ownerId: 'm-2', name: '100% of_it'}))
      await repository.insert(workItem(3, {ownerId: 'm-2'}))
      const filters = [{ownerId: 'm-2'}, {ownerId: 'm-2', nameContains: 'NUMBER'}, {nameContains: '% OF_'}, {}]
      const sort = {by: 'name', descending: false} as const
      const slices = await repository.slices(filters.map(filter => ({filter, sort, size: 9, fromEnd: false})))
      expect(slices.map(({items}) => items.map(({name}) => name))).toEqual([
        ['100% of_it', 'Number 3'],
        ['Number 3'],
        ['100% of_it'],
        ['100% of_it', 'Number 1', 'Number 3'],
      ])
      expect(await repository.counts(filters)).toEqual([2, 1, 1, 3])
      // Not patterns, just text.
      expect(await repository.counts([{nameContains: '1_0%'}])).toEqual([0])
    })

    test('are listed by what is asked for, in its sequence, and counted', async () => {
      const repository = await open()
      for (const [number, name] of [
        [3, 'Red b'],
        [1, 'red a'],
        [2, 'Blue'],
        [4, 'RED 100%'],
      ] as const)
        await repository.insert(workItem(number, {name, ownerId: number > 2 ? 'ann' : 'bob'}))
      const names = async (query: Partial<WorkItemQuery>) => {
        const {items, total} = await repository.list({page: 1, limit: 2, ...query})
        return [items.map(({name}) => name), total]
      }
      const red = {nameContains: 'red'}
      expect(await names({filter: red})).toEqual([['RED 100%', 'Red b'], 3])
      expect(await names({filter: red, page: 2})).toEqual([['red a'], 3])
      expect(await names({filter: {...red, ownerId: 'bob'}})).toEqual([['red a'], 1])
      expect(await names({filter: {nameContains: '_%'}})).toEqual([[], 0])
      expect(await names({sort: {by: 'name', descending: false}})).toEqual([['Blue', 'RED 100%'], 4])
      expect(await names({sort: {by: 'createdAt', descending: true}, filter: red})).toEqual([['red a', 'Red b'], 3])
    })

    test('are replaced from the version that is stored, and from no other', async () => {
      const repository = await open()
      await repository.insert(workItem(1))
      const next = workItem(1, {name: 'Changed', version: 2})
      expect(await repository.replace(next, 1)).toEqual({kind: 'written'})
      expect(await repository.replace(workItem(1, {name: 'Late', version: 2}), 1)).toEqual({
        kind: 'conflict',
        currentVersion: 2,
      })
      expect(await repository.find(workItem(1).id)).toEqual(next)
      expect(await repository.replace(workItem(2), 1)).toEqual({kind: 'missing'})
    })

    test('are replaced once when many try at the same time', async () => {
      const repository = await open()
      await repository.insert(workItem(1))
      const tries = Array.from({length: 20}, (_, n) => repository.replace(workItem(1, {name: `${n}`, version: 2}), 1))
      const outcomes = await Promise.all(tries)
      expect(outcomes.filter(({kind}) => kind === 'written')).toHaveLength(1)
    })

    test('are removed, with a version or without', async () => {
      const repository = await open()
      await repository.insert(workItem(1))
      await repository.insert(workItem(2))
      expect(await repository.remove(workItem(1).id, 3)).toEqual({kind: 'conflict', currentVersion: 1})
      expect(await repository.remove(workItem(1).id, 1)).toEqual({kind: 'written'})
      expect(await repository.remove(workItem(1).id)).toEqual({kind: 'missing'})
      expect(await repository.remove(workItem(2).id)).toEqual({kind: 'written'})
      expect((await repository.list({page: 1, limit: 10})).total).toBe(0)
    })
  })
})
