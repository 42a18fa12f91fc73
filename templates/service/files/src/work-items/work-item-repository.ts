import type {Page, PageRequest} from '../platform/envelope/pagination.js'
import type {WorkItem} from './work-item.js'
import type {Slice, SliceRequest, WorkItemFilter, WorkItemSort} from './work-item-slices.js'

/** What became of a write that expected a version. */
export type WriteOutcome =
  | {readonly kind: 'written'}
  | {readonly kind: 'missing'}
  | {readonly kind: 'conflict'; readonly currentVersion: number}

/** A page of the work items that are asked for. */
export interface WorkItemQuery extends PageRequest {
  /** All unless it is said. */
  readonly filter?: WorkItemFilter
  /** Oldest first unless it is said. */
  readonly sort?: WorkItemSort
}

/** Where work items are kept. An implementation compares versions in the same step in which it writes: whoever reads
 * first and writes later loses updates. */
export interface WorkItemRepository {
  /** The id decides between equals, so that pages neither overlap nor leave gaps. */
  list(query: WorkItemQuery): Promise<Page<WorkItem>>
  find(id: string): Promise<WorkItem | undefined>
  /** Those that there are, in any order: what many readers want at once costs one question. */
  findMany(ids: readonly string[]): Promise<readonly WorkItem[]>
  /** One slice for each request, in their order; lists within a list cost one question, too. */
  slices(requests: readonly SliceRequest[]): Promise<readonly Slice[]>
  /** How many there are for each filter, in their order. */
  counts(filters: readonly WorkItemFilter[]): Promise<readonly number[]>
  insert(workItem: WorkItem): Promise<void>
  /** Writes if the stored version is still the expected one. */
  replace(workItem: WorkItem, expectedVersion: number): Promise<WriteOutcome>
  /** Deletes, if a version is expected only when it is the stored one. */
  remove(id: string, expectedVersion?: number): Promise<WriteOutcome>
  /** Rejects when the storage can not be used. */
  check(): Promise<void>
}
