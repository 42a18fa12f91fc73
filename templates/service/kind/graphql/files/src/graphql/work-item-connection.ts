import {
  positionOf,
  type Slice,
  type SliceRequest,
  type WorkItemFilter,
  type WorkItemSort,
  type WorkItemSortKey,
} from '../work-items/work-item-slices.js'
import {decodeCursor, encodeCursor} from './cursor.js'
import type {OperationContext} from './operation-context.js'

/** The arguments of a connection, as the schema has checked them. */
export interface ConnectionArguments {
  readonly first?: number | null
  readonly after?: string | null
  readonly last?: number | null
  readonly before?: string | null
  readonly sort?: {readonly by: SortKeyName; readonly descending?: boolean | null} | null
}

/** The names of the schema for what work items are put in sequence by. */
const sortKeys = {
  CREATED_AT: 'createdAt',
  UPDATED_AT: 'updatedAt',
  NAME: 'name',
} as const satisfies Record<string, WorkItemSortKey>

type SortKeyName = keyof typeof sortKeys

/** What takes the place of a number that the caller has taken away by null. */
const usual = 20

/** The list that a connection shows a part of. Its count is a question of its own, for those who want to know. */
export interface WorkItemConnection {
  readonly edges: readonly {readonly node: Slice['items'][number]; readonly cursor: string}[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly filter: WorkItemFilter
}

/** Reads the part that the arguments name; together with those of other fields it is one question. */
export async function workItemConnection(
  given: ConnectionArguments,
  filter: WorkItemFilter,
  {loaders}: OperationContext,
): Promise<WorkItemConnection> {
  const request = sliceRequest(given, filter)
  const {items, hasMore} = await loaders.slices.load(request)
  const {sort, after, before, fromEnd} = request
  const edges = items.map(node => ({node, cursor: encodeCursor(positionOf(node, sort), sort)}))
  return {
    edges,
    pageInfo: {
      // A cursor was given out for something, which lies on its other side.
      hasNextPage: fromEnd ? before !== undefined : hasMore,
      hasPreviousPage: fromEnd ? hasMore : after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    filter,
  }
}

function sliceRequest({first, after, last, before, sort}: ConnectionArguments, filter: WorkItemFilter): SliceRequest {
  const order = sortOf(sort)
  return {
    filter,
    sort: order,
    size: last ?? first ?? usual,
    ...(after != null && {after: decodeCursor(after, order, 'after')}),
    ...(before != null && {before: decodeCursor(before, order, 'before')}),
    fromEnd: last != null,
  }
}

function sortOf(sort: ConnectionArguments['sort']): WorkItemSort {
  return {by: sortKeys[sort?.by ?? 'CREATED_AT'], descending: sort?.descending ?? false}
}
