import {paginationOf} from '../platform/envelope/pagination.js'
import type {WorkItem} from '../work-items/work-item.js'
import {positionOf, type WorkItemFilter, type WorkItemSort} from '../work-items/work-item-slices.js'
import type {WorkItems} from '../work-items/work-items.js'
import {pageToken, readPageToken} from './page-token.js'
import {workItemMessage} from './work-item-messages.js'
import type {readListRequest} from './work-item-requests.js'

const sort: WorkItemSort = {by: 'createdAt', descending: false}

/** A page by its number, or by the token of the page before; either tells the token of the next one. */
export async function listWorkItems(workItems: WorkItems, request: ReturnType<typeof readListRequest>) {
  const {limit, pageToken: token, ownerId, name} = request
  const filter = {
    ...(ownerId !== undefined && {ownerId}),
    ...(name !== undefined && name !== '' && {nameContains: name}),
  }
  if (token === '') {
    const {items, total} = await workItems.list({page: request.page, limit, filter, sort})
    return pageOf(items, {page: request.page, limit, total, hasNext: request.page * limit < total})
  }
  const {page, after} = readPageToken(token)
  const [[slice], [total = 0]] = await Promise.all([
    workItems.slices([{filter, sort, size: limit, after, fromEnd: false}]),
    workItems.counts([filter satisfies WorkItemFilter]),
  ])
  return pageOf(slice?.items ?? [], {page, limit, total, hasNext: slice?.hasMore ?? false})
}

interface PageFacts {
  readonly page: number
  readonly limit: number
  readonly total: number
  readonly hasNext: boolean
}

function pageOf(items: readonly WorkItem[], {hasNext, total, ...request}: PageFacts) {
  const last = items.at(-1)
  return {
    workItems: items.map(workItemMessage),
    pagination: {...paginationOf(request, total), hasNext},
    nextPageToken: hasNext && last ? pageToken({page: request.page + 1, after: positionOf(last, sort)}) : '',
  }
}
