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
