import type {Member} from './member.js'

/** The query parameters of every list. */
export const pageParameters = ['page', 'limit'] as const

/** `meta.pagination` of every list; nothing else may be in it. `totalPages` can be derived and is left out. */
export const paginationMembers: readonly Member[] = [
  {name: 'page', required: true, type: 'integer'},
  {name: 'limit', required: true, type: 'integer'},
  {name: 'total', required: true, type: 'integer'},
  {name: 'hasNext', required: true, type: 'boolean'},
  {name: 'hasPrev', required: true, type: 'boolean'},
]

/** The bounds of the query parameters of a list. */
export const pageBounds = {
  page: {minimum: 1, default: 1},
  limit: {minimum: 1, default: 20, maximum: 100},
} as const

/** Other names for the same thing, in camelCase, each with the parameter that takes its place. */
export const otherPageParameters: Readonly<Record<string, 'page' | 'limit'>> = {
  offset: 'page',
  skip: 'page',
  perPage: 'limit',
  pageSize: 'limit',
}
