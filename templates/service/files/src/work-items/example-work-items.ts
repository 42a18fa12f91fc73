import type {WorkItem} from './work-item.js'

const createdAt = '2026-01-31T10:00:00.000Z'

/** Something to read on the first day. The first one is the example of the contract. */
export const exampleWorkItems: readonly WorkItem[] = ['First', 'Second', 'Third'].map((ordinal, index) => ({
  id: `00000000-0000-4000-8000-00000000000${index + 1}`,
  name: `${ordinal} work item`,
  version: 1,
  createdAt,
  updatedAt: createdAt,
}))
