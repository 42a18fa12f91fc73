import {createMemoryWorkItemRepository} from '../../src/work-items/memory-work-item-repository.js'
import type {TestStore} from './test-store.js'

export const memoryStore: TestStore = {
  name: 'memory',
  prepare: async () => ({empty: async () => createMemoryWorkItemRepository(), close: async () => {}}),
}
