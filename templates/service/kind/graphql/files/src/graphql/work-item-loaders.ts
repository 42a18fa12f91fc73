import DataLoader from 'dataloader'
import type {WorkItem} from '../work-items/work-item.js'
import type {Slice, SliceRequest, WorkItemFilter} from '../work-items/work-item-slices.js'
import type {WorkItems} from '../work-items/work-items.js'

/** What the fields of one operation ask for at the same time is one question to the domain. */
export interface WorkItemLoaders {
  readonly byId: DataLoader<string, WorkItem | undefined>
  readonly slices: DataLoader<SliceRequest, Slice, string>
  readonly counts: DataLoader<WorkItemFilter, number, string>
}

/** For one operation: what is kept here is never told to anybody else. */
export function createWorkItemLoaders(workItems: WorkItems): WorkItemLoaders {
  return {
    byId: new DataLoader(ids => workItems.getMany(ids)),
    slices: new DataLoader(requests => workItems.slices(requests), {cacheKeyFn: JSON.stringify}),
    counts: new DataLoader(filters => workItems.counts(filters), {cacheKeyFn: JSON.stringify}),
  }
}
