import type {Pagination} from './envelope.js'

/** Which part of a list is asked for. The contract gives the defaults and refuses what is out of range. */
export interface PageRequest {
  /** From 1. */
  readonly page: number
  /** 1 to 100. */
  readonly limit: number
}

/** The page of a list and how many there are in the whole list. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly total: number
}

/** The first item of a page, counted from 0. */
export function offsetOf({page, limit}: PageRequest): number {
  return (page - 1) * limit
}

export function paginationOf({page, limit}: PageRequest, total: number): Pagination {
  return {page, limit, total, hasNext: page * limit < total, hasPrev: page > 1}
}
