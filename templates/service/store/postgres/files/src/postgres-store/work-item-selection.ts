import {type RawBuilder, sql} from 'kysely'
import type {
  Position,
  SliceRequest,
  WorkItemFilter,
  WorkItemSort,
  WorkItemSortKey,
} from '../work-items/work-item-slices.js'

// What callers say goes to the server beside the statement and never into it.

/** What a list is sorted by, as an index has it: text by its code points, whatever language the server speaks. */
const sortKeys: Readonly<Record<WorkItemSortKey, RawBuilder<unknown>>> = {
  createdAt: sql`created_at`,
  updatedAt: sql`updated_at`,
  name: sql`name collate "C"`,
}

const id = sql`id collate "C"`

/** `where …`, or `where true`. */
export function whereOf(filter: WorkItemFilter, place: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
  const {ownerId, nameContains} = filter
  const conditions = [place]
  if (ownerId !== undefined) conditions.push(sql`owner_id = ${ownerId}`)
  if (nameContains !== undefined) conditions.push(sql`name ilike ${`%${literally(nameContains)}%`}`)
  return sql`where ${sql.join(conditions, sql` and `)}`
}

/** `order by …`; the id decides between equals. */
export function sequenceOf({by, descending}: WorkItemSort): RawBuilder<unknown> {
  const direction = descending ? sql`desc` : sql`asc`
  return sql`order by ${sortKeys[by]} ${direction}, ${id} ${direction}`
}

/** What lies between two places of an order. Compared as a pair, so that the server goes straight to it by the index. */
export function betweenPlaces({sort, after, before}: SliceRequest): RawBuilder<unknown> {
  const conditions = [sql`true`]
  if (after) conditions.push(beyond(after, sort, !sort.descending))
  if (before) conditions.push(beyond(before, sort, sort.descending))
  return sql.join(conditions, sql` and `)
}

function beyond(place: Position, {by}: WorkItemSort, upwards: boolean): RawBuilder<unknown> {
  const value = by === 'name' ? sql`${place.value}` : sql`${place.value}::timestamptz`
  return sql`(${sortKeys[by]}, ${id}) ${upwards ? sql`>` : sql`<`} (${value}, ${place.id})`
}

/** Text as a pattern that means just this text. */
function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&')
}
