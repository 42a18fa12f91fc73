import {randomUUID} from 'node:crypto'
import type {Page, PageRequest} from '../platform/envelope/pagination.js'
import {ApiError} from '../platform/errors/api-error.js'
import {type ExpectedVersion, versionConflict} from '../platform/locking/expected-version.js'
import type {MemberDirectory} from './member-directory.js'
import {changed, type WorkItem, type WorkItemChange, type WorkItemDraft} from './work-item.js'
import './work-item-codes.js'
import type {WorkItemRepository, WriteOutcome} from './work-item-repository.js'

/** What can be done with work items, whoever asks and by whatever protocol. */
export interface WorkItems {
  list(request: PageRequest): Promise<Page<WorkItem>>
  get(id: string): Promise<WorkItem>
  create(draft: WorkItemDraft): Promise<WorkItem>
  change(id: string, change: WorkItemChange, expected: ExpectedVersion): Promise<WorkItem>
  remove(id: string, expected?: ExpectedVersion): Promise<void>
}

export interface WorkItemsOptions {
  readonly repository: WorkItemRepository
  readonly directory: MemberDirectory
  readonly now?: () => Date
}

export function createWorkItems({repository, directory, now = () => new Date()}: WorkItemsOptions): WorkItems {
  const get = async (id: string): Promise<WorkItem> => {
    const workItem = await repository.find(id)
    if (!workItem) throw notFound(id)
    return workItem
  }

  return {
    list: request => repository.list(request),
    get,
    async create(draft) {
      const {ownerId} = draft
      if (ownerId !== undefined && !(await directory.hasMember(ownerId))) {
        throw new ApiError('VALIDATION_FAILED', '"ownerId" is not a member of the directory.', {field: 'ownerId'})
      }
      const createdAt = now().toISOString()
      const workItem: WorkItem = {id: randomUUID(), ...draft, version: 1, createdAt, updatedAt: createdAt}
      await repository.insert(workItem)
      return workItem
    },
    async change(id, change, expected) {
      const workItem = await get(id)
      // Compared once more by the repository: this one only makes the version that "any" stands for.
      const version = expected.version === 'any' ? workItem.version : expected.version
      const next = changed({...workItem, version}, change, now().toISOString())
      settle(await repository.replace(next, version), id, expected)
      return next
    },
    async remove(id, expected) {
      const version = expected?.version
      settle(await repository.remove(id, version === 'any' ? undefined : version), id, expected)
    },
  }
}

function settle(outcome: WriteOutcome, id: string, expected: ExpectedVersion | undefined): void {
  if (outcome.kind === 'missing') throw notFound(id)
  if (outcome.kind === 'conflict' && expected) throw versionConflict(expected, outcome.currentVersion)
}

function notFound(id: string): ApiError {
  return new ApiError('WORK_ITEM_NOT_FOUND', `There is no work item "${id}".`)
}
