import {ApiError} from '../platform/errors/api-error.js'
import type {Position, WorkItemSort} from '../work-items/work-item-slices.js'

/** A place in a list as clients keep it: opaque to them, and good only for the sequence that it was made in. */
export function encodeCursor({value, id}: Position, {by, descending}: WorkItemSort): string {
  return Buffer.from(JSON.stringify([by, descending, value, id])).toString('base64url')
}

/** The place that a cursor names; `field` is the argument that it came in. */
export function decodeCursor(cursor: string, sort: WorkItemSort, field: string): Position {
  const [by, descending, value, id] = membersOf(cursor)
  if (typeof value !== 'string' || typeof id !== 'string') throw wrong(field, 'is no cursor of this list')
  if (by !== sort.by || descending !== sort.descending) throw wrong(field, 'was made for another "sort"')
  return {value, id}
}

function membersOf(cursor: string): readonly unknown[] {
  try {
    const members: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(members) ? members : []
  } catch {
    return []
  }
}

function wrong(field: string, what: string): ApiError {
  return new ApiError('VALIDATION_FAILED', `"${field}" ${what}.`, {field})
}
