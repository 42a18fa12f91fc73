import {offsetOf} from '../platform/envelope/pagination.js'
import type {WorkItem} from './work-item.js'
import type {WorkItemQuery, WorkItemRepository, WriteOutcome} from './work-item-repository.js'
import {
  comparePositions,
  positionOf,
  type Slice,
  type SliceRequest,
  type WorkItemFilter,
  type WorkItemSort,
} from './work-item-slices.js'

/** Keeps work items in this process: for development, tests, and as the measure for a real storage. */
export function createMemoryWorkItemRepository(initial: readonly WorkItem[] = []): WorkItemRepository {
  const byId = new Map(initial.map(workItem => [workItem.id, workItem]))
  // Sorted when it is read after an insertion or a removal, which is rarer than reading.
  let sequence: readonly string[] | undefined

  const selected = ({filter, sort}: WorkItemQuery): readonly string[] => {
    if (filter || sort) return sorted([...byId.values()], filter ?? {}, sort ?? oldestFirst).map(({id}) => id)
    sequence ??= sorted([...byId.values()], {}, oldestFirst).map(({id}) => id)
    return sequence
  }

  const compare = (id: string, expectedVersion: number | undefined): WriteOutcome => {
    const stored = byId.get(id)
    if (!stored) return {kind: 'missing'}
    if (expectedVersion !== undefined && stored.version !== expectedVersion) {
      return {kind: 'conflict', currentVersion: stored.version}
    }
    return {kind: 'written'}
  }

  return {
    async list(query) {
      const ids = selected(query)
      const offset = offsetOf(query)
      const page = ids.slice(offset, offset + query.limit)
      return {items: page.flatMap(id => byId.get(id) ?? []), total: ids.length}
    },
    async find(id) {
      return byId.get(id)
    },
    async findMany(ids) {
      return ids.flatMap(id => byId.get(id) ?? [])
    },
    async slices(requests) {
      const all = [...byId.values()]
      return requests.map(request => sliceOf(all, request))
    },
    async counts(filters) {
      const all = [...byId.values()]
      return filters.map(filter => all.filter(workItem => matches(workItem, filter)).length)
    },
    async insert(workItem) {
      byId.set(workItem.id, workItem)
      sequence = undefined
    },
    // No await between comparing and writing: JavaScript runs this in one piece.
    async replace(workItem, expectedVersion) {
      const outcome = compare(workItem.id, expectedVersion)
      if (outcome.kind === 'written') byId.set(workItem.id, workItem)
      return outcome
    },
    async remove(id, expectedVersion) {
      const outcome = compare(id, expectedVersion)
      if (outcome.kind === 'written') {
        byId.delete(id)
        sequence = undefined
      }
      return outcome
    },
    async check() {},
  }
}

function matches({name, ownerId}: WorkItem, filter: WorkItemFilter): boolean {
  if (filter.ownerId !== undefined && filter.ownerId !== ownerId) return false
  return filter.nameContains === undefined || name.toLowerCase().includes(filter.nameContains.toLowerCase())
}

const oldestFirst: WorkItemSort = {by: 'createdAt', descending: false}

function sorted(all: readonly WorkItem[], filter: WorkItemFilter, sort: WorkItemSort): readonly WorkItem[] {
  const sign = sort.descending ? -1 : 1
  return all
    .filter(workItem => matches(workItem, filter))
    .map(workItem => ({workItem, position: positionOf(workItem, sort)}))
    .sort((one, other) => comparePositions(one.position, other.position) * sign)
    .map(({workItem}) => workItem)
}

function sliceOf(all: readonly WorkItem[], {filter, sort, size, after, before, fromEnd}: SliceRequest): Slice {
  const sign = sort.descending ? -1 : 1
  const left = sorted(all, filter, sort).filter(workItem => {
    const position = positionOf(workItem, sort)
    if (after !== undefined && comparePositions(position, after) * sign <= 0) return false
    return before === undefined || comparePositions(position, before) * sign < 0
  })
  const items = fromEnd ? left.slice(Math.max(0, left.length - size)) : left.slice(0, size)
  return {items, hasMore: left.length > size}
}
