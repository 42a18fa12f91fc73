import type {Operation, OperationResult, Operations} from '../platform/contract/operation.js'
import {type PageRequest, paginationOf} from '../platform/envelope/pagination.js'
import type {IdempotencyStore} from '../platform/idempotency/idempotency-store.js'
import {type IdempotencyHeaders, idempotent} from '../platform/idempotency/idempotent.js'
import {entityTag, hasCurrent} from '../platform/locking/entity-tag.js'
import {expectedVersion} from '../platform/locking/expected-version.js'
import type {WorkItem, WorkItemChange, WorkItemDraft} from '../work-items/work-item.js'
import type {WorkItemFilter, WorkItemSort, WorkItemSortKey} from '../work-items/work-item-slices.js'
import type {WorkItems} from '../work-items/work-items.js'

/** The parameter that names one work item. */
interface OneWorkItem {
  readonly workItemId: string
}

/** What a list is asked for. */
interface Selection extends PageRequest {
  readonly ownerId?: string
  readonly name?: string
  /** A minus turns it round; the contract allows nothing but these. */
  readonly sort?: WorkItemSortKey | `-${WorkItemSortKey}`
}

interface IfMatch {
  readonly 'if-match'?: string
}

interface IfNoneMatch {
  readonly 'if-none-match'?: string
}

interface Changes extends WorkItemChange {
  readonly version?: number
}

/** The operations of the contract that concern work items. Each is a translation: the decisions are in WorkItems. */
export function workItemOperations(workItems: WorkItems, keys: IdempotencyStore) {
  const list: Operation<{query: Selection}> = async ({query}) => {
    const {page, limit} = query
    const {items, total} = await workItems.list({page, limit, ...filterOf(query), ...sortOf(query)})
    return {status: 200, data: items, pagination: paginationOf(query, total), headers: {'cache-control': revalidate}}
  }

  const get: Operation<{params: OneWorkItem; headers: IfNoneMatch}> = async ({params, headers}) => {
    const workItem = await workItems.get(params.workItemId)
    if (!hasCurrent(headers['if-none-match'], workItem.version)) return representation(200, workItem)
    return {status: 304, headers: {etag: entityTag(workItem.version), 'cache-control': revalidate}}
  }

  const create: Operation<{body: WorkItemDraft; headers: IdempotencyHeaders}> = async ({body}) => {
    const workItem = await workItems.create(body)
    const {headers, ...result} = representation(201, workItem)
    return {...result, headers: {...headers, location: `/api/v1/work-items/${workItem.id}`}}
  }

  const change: Operation<{params: OneWorkItem; headers: IfMatch; body: Changes}> = async input => {
    const {version, ...changes} = input.body
    const expected = expectedVersion({body: version, ifMatch: input.headers['if-match']})
    return representation(200, await workItems.change(input.params.workItemId, changes, expected))
  }

  const remove: Operation<{params: OneWorkItem; headers: IfMatch}> = async ({params, headers}) => {
    const ifMatch = headers['if-match']
    await workItems.remove(params.workItemId, ifMatch === undefined ? undefined : expectedVersion({ifMatch}))
    return {status: 204}
  }

  return {
    listWorkItems: list,
    getWorkItem: get,
    createWorkItem: idempotent(keys, create),
    updateWorkItem: change,
    deleteWorkItem: remove,
  } satisfies Operations
}

/** Answers belong to their caller, who may keep them but has to ask whether they still hold. */
const revalidate = 'private, no-cache'

function filterOf({ownerId, name}: Selection): {readonly filter?: WorkItemFilter} {
  if (ownerId === undefined && name === undefined) return {}
  return {filter: {...(ownerId !== undefined && {ownerId}), ...(name !== undefined && {nameContains: name})}}
}

function sortOf({sort}: Selection): {readonly sort?: WorkItemSort} {
  if (sort === undefined) return {}
  const descending = sort.startsWith('-')
  return {sort: {by: (descending ? sort.slice(1) : sort) as WorkItemSortKey, descending}} // What the type of `sort` says.
}

function representation(status: number, workItem: WorkItem): OperationResult {
  return {status, data: workItem, headers: {etag: entityTag(workItem.version), 'cache-control': revalidate}}
}
