import {randomUUID} from 'node:crypto'
import type {Page} from '../platform/envelope/pagination.js'
import {ApiError} from '../platform/errors/api-error.js'
import {type ExpectedVersion, versionConflict} from '../platform/locking/expected-version.js'
import type {MemberDirectory} from './member-directory.js'
import {changed, type WorkItem, type WorkItemChange, type WorkItemDraft} from './work-item.js'
import './work-item-codes.js'
import {createWorkItemFeed, type WorkItemEvent, type WorkItemFeed} from './work-item-feed.js'
import type {WorkItemQuery, WorkItemRepository, WriteOutcome} from './work-item-repository.js'
import type {Slice, SliceRequest, WorkItemFilter} from './work-item-slices.js'

/** What can be done with work items, whoever asks and by whatever protocol. */
export interface WorkItems {
  list(query: WorkItemQuery): Promise<Page<WorkItem>>
  get(id: string): Promise<WorkItem>
  /** In the order of the ids; undefined where there is none. */
  getMany(ids: readonly string[]): Promise<readonly (WorkItem | undefined)[]>
  slices(requests: readonly SliceRequest[]): Promise<readonly Slice[]>
  counts(filters: readonly WorkItemFilter[]): Promise<readonly number[]>
  create(draft: WorkItemDraft): Promise<WorkItem>
  change(id: string, change: WorkItemChange, expected: ExpectedVersion): Promise<WorkItem>
  remove(id: string, expected?: ExpectedVersion): Promise<void>
  /** What happens from now on, until the signal aborts or the reader stops. */
  watch(signal: AbortSignal): AsyncIterable<WorkItemEvent>
}

export interface WorkItemsOptions {
  readonly repository: WorkItemRepository
  readonly directory: MemberDirectory
  readonly feed?: WorkItemFeed
  readonly now?: () => Date
}

export function createWorkItems(options: WorkItemsOptions): WorkItems {
  const {repository, directory, feed = createWorkItemFeed(), now = () => new Date()} = options
  const get = async (id: string): Promise<WorkItem> => {
    const workItem = await repository.find(id)
    if (!workItem) throw notFound(id)
    return workItem
  }

  return {
    list: query => repository.list(query),
    get,
    async getMany(ids) {
      const found = new Map((await repository.findMany(ids)).map(workItem => [workItem.id, workItem]))
      return ids.map(id => found.get(id))
    },
    slices: requests => repository.slices(requests),
    counts: filters => repository.counts(filters),
    async create(draft) {
      const {ownerId} = draft
      if (ownerId !== undefined && !(await directory.hasMember(ownerId))) {
        throw new ApiError('VALIDATION_FAILED', '"ownerId" is not a member of the directory.', {field: 'ownerId'})
      }
      const createdAt = now().toISOString()
      const workItem: WorkItem = {id: randomUUID(), ...draft, version: 1, createdAt, updatedAt: createdAt}
      await repository.insert(workItem)
      feed.publish({kind: 'created', workItem})
      return workItem
    },
    async change(id, change, expected) {
      const workItem = await get(id)
      // Compared once more by the repository: this one only makes the version that "any" stands for.
      const version = expected.version === 'any' ? workItem.version : expected.version
      const next = changed({...workItem, version}, change, now().toISOString())
      settle(await repository.replace(next, version), id, expected)
      feed.publish({kind: 'changed', workItem: next})
      return next
    },
    async remove(id, expected) {
      const version = expected?.version
      const last = await repository.find(id)
      settle(await repository.remove(id, version === 'any' ? undefined : version), id, expected)
      if (last) feed.publish({kind: 'removed', workItem: last})
    },
    watch: signal => feed.watch(signal),
  }
}

function settle(outcome: WriteOutcome, id: string, expected: ExpectedVersion | undefined): void {
  if (outcome.kind === 'missing') throw notFound(id)
  if (outcome.kind === 'conflict' && expected) throw versionConflict(expected, outcome.currentVersion)
}

function notFound(id: string): ApiError {
  return new ApiError('WORK_ITEM_NOT_FOUND', `There is no work item "${id}".`)
}
