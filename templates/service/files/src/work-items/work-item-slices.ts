import type {WorkItem} from './work-item.js'

/** Which work items are asked for; what is left out does not matter. */
export interface WorkItemFilter {
  readonly ownerId?: string
  /** Part of the name, whatever its case. */
  readonly nameContains?: string
}

/** What work items can be put in order by. */
export type WorkItemSortKey = 'createdAt' | 'updatedAt' | 'name'

export interface WorkItemSort {
  readonly by: WorkItemSortKey
  readonly descending: boolean
}

/** A place in an order. The id decides between equals, so that a place stays what it is when others come and go. */
export interface Position {
  readonly value: string
  readonly id: string
}

/** A part of a list by its place instead of its number: nothing is told twice or left out when the list changes. */
export interface SliceRequest {
  readonly filter: WorkItemFilter
  readonly sort: WorkItemSort
  readonly size: number
  /** Only what comes after this place. */
  readonly after?: Position
  /** Only what comes before this place. */
  readonly before?: Position
  /** The last ones of what is left by `after` and `before` instead of the first ones. */
  readonly fromEnd: boolean
}

export interface Slice {
  /** In the order that was asked for, from whichever end they were taken. */
  readonly items: readonly WorkItem[]
  /** Whether there are more in the direction in which the list was read. */
  readonly hasMore: boolean
}

export function positionOf(workItem: WorkItem, {by}: WorkItemSort): Position {
  return {value: workItem[by], id: workItem.id}
}

/** Text is compared by its code units, which is the same everywhere, and not by the habits of a language. */
export function comparePositions(left: Position, right: Position): number {
  return compareTexts(left.value, right.value) || compareTexts(left.id, right.id)
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}
