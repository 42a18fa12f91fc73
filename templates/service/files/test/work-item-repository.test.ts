import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {WorkItem} from '../src/work-items/work-item.js'
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
