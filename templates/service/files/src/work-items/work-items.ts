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
  /** Whoever may be told to make the same one twice gives its id, and finds by it whether it is there. */
  create(draft: WorkItemDraft, id?: string): Promise<WorkItem>
  change(id: string, change: WorkItemChange, expected: ExpectedVersion): Promise<WorkItem>
  remove(id: string, expected?: ExpectedVersion): Promise<void>
  /** Calls the recorder for every change from now on, as a part of it: what the recorder can not do does not happen. */
  recordBy(recorder: (event: WorkItemEvent) => Promise<void>): () => void
  /** Calls the listener for everything that happens from now on, within the request that it comes from. */
  listen(listener: (event: WorkItemEvent) => void): () => void
  /** What happens from now on, until the signal aborts or the reader stops. */
  watch(signal: AbortSignal): AsyncIterable<WorkItemEvent>
}

export interface WorkItemsOptions {
  readonly repository: WorkItemRepository
  readonly directory: MemberDirectory
  readonly feed?: WorkItemFeed
  /** Makes one of a change and of its records, where the storage can. */
  readonly transaction?: (<T>(work: () => Promise<T>) => Promise<T>) | undefined
  readonly now?: () => Date
}

export function createWorkItems(options: WorkItemsOptions): WorkItems {
  const {repository, directory, feed = createWorkItemFeed(), now = () => new Date()} = options
  const {transaction = work => work()} = options
  const recorders = new Set<(event: WorkItemEvent) => Promise<void>>()
  /** Makes a change, records it with it, and tells of it when it is certain. */
  const commit = async (change: () => Promise<WorkItemEvent | undefined>): Promise<void> => {
    const recorded = async () => {
      const made = await change()
      if (made) for (const record of recorders) await record(made)
      return made
    }
    // Of a change that nobody records there is nothing else to make one.
    const event = await (recorders.size > 0 ? transaction(recorded) : recorded())
    if (event) feed.publish(event)
  }
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
    async create(draft, id = randomUUID()) {
      const {ownerId} = draft
      if (ownerId !== undefined && !(await directory.hasMember(ownerId))) {
        throw new ApiError('VALIDATION_FAILED', '"ownerId" is not a member of the directory.', {field: 'ownerId'})
      }
      const createdAt = now().toISOString()
      const workItem: WorkItem = {id, ...draft, version: 1, createdAt, updatedAt: createdAt}
      await commit(async () => {
        await repository.insert(workItem)
        return {kind: 'created', workItem}
      })
      return workItem
    },
    async change(id, change, expected) {
      const workItem = await get(id)
      demand(expected, workItem.version)
      const next = changed(workItem, change, now().toISOString())
      await commit(async () => {
        // Compared once more, because somebody may have been faster since.
        settle(await repository.replace(next, workItem.version), id, expected)
        return {kind: 'changed', workItem: next}
      })
      return next
    },
    async remove(id, expected) {
      await commit(async () => {
        const last = await get(id)
        if (expected) demand(expected, last.version)
        const version = expected?.version === 'any' ? undefined : expected?.version
        settle(await repository.remove(id, version), id, expected)
        return {kind: 'removed', workItem: last}
      })
    },
    recordBy(recorder) {
      recorders.add(recorder)
      return () => recorders.delete(recorder)
    },
    listen: listener => feed.listen(listener),
    watch: signal => feed.watch(signal),
  }
}

/** No version that a caller names reaches the storage, which has its own idea of how large a number may be. */
function demand(expected: ExpectedVersion, current: number): void {
  if (expected.version !== 'any' && expected.version !== current) throw versionConflict(expected, current)
}

function settle(outcome: WriteOutcome, id: string, expected: ExpectedVersion | undefined): void {
  if (outcome.kind === 'missing') throw notFound(id)
  if (outcome.kind === 'conflict' && expected) throw versionConflict(expected, outcome.currentVersion)
}

function notFound(id: string): ApiError {
  return new ApiError('WORK_ITEM_NOT_FOUND', `There is no work item "${id}".`)
}
