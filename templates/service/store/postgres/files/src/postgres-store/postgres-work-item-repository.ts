import {sql} from 'kysely'
import {offsetOf} from '../platform/envelope/pagination.js'
import type {Database} from '../postgres/database.js'
import type {WorkItemRepository, WriteOutcome} from '../work-items/work-item-repository.js'
import type {Slice, SliceRequest, WorkItemFilter, WorkItemSort} from '../work-items/work-item-slices.js'
import {betweenPlaces, sequenceOf, whereOf} from './work-item-selection.js'
import {rowOf, type WorkItemTable, workItemOf} from './work-item-table.js'

const oldestFirst: WorkItemSort = {by: 'createdAt', descending: false}

export function createPostgresWorkItemRepository(database: Database): WorkItemRepository {
  /** A write that has met no row of its version: there is none, or it has another one. */
  const outcomeOf = async (written: boolean, id: string): Promise<WriteOutcome> => {
    if (written) return {kind: 'written'}
    const stored = await byId(id).select('version').executeTakeFirst()
    return stored ? {kind: 'conflict', currentVersion: stored.version} : {kind: 'missing'}
  }
  const byId = (id: string) => database.tables.selectFrom('work_items').where('id', '=', id)

  return {
    async list(query) {
      const {filter = {}, sort = oldestFirst, limit} = query
      const where = whereOf(filter)
      // One statement sees one state: the number fits the page, also on a page behind the last one.
      const {rows} = await sql<(WorkItemTable | NoRow) & {readonly total: number}>`
        select page.*, counted.total
        from (select count(*)::int as total from work_items ${where}) as counted
        left join lateral (
          select * from work_items ${where} ${sequenceOf(sort)} limit ${limit} offset ${offsetOf(query)}
        ) as page on true ${sequenceOf(sort)}`.execute(database.tables)
      return {items: rows.flatMap(row => (row.id === null ? [] : workItemOf(row))), total: rows[0]?.total ?? 0}
    },
    async find(id) {
      const row = await byId(id).selectAll().executeTakeFirst()
      return row && workItemOf(row)
    },
    async findMany(ids) {
      if (ids.length === 0) return []
      const {rows} = await sql<WorkItemTable>`select * from work_items where id = any(${[...ids]})`.execute(
        database.tables,
      )
      return rows.map(workItemOf)
    },
    async slices(requests) {
      const found = await together<WorkItemTable>(requests.map(selectSlice), database)
      return requests.map((request, index) => sliceOf(request, found[index] ?? []))
    },
    async counts(filters) {
      const found = await together<{readonly count: number}>(filters.map(selectCount), database)
      return filters.map((_filter, index) => found[index]?.[0]?.count ?? 0)
    },
    async insert(workItem) {
      await database.tables.insertInto('work_items').values(rowOf(workItem)).execute()
    },
    async replace(workItem, expectedVersion) {
      const {id, ...values} = rowOf(workItem)
      const {numUpdatedRows} = await database.tables
        .updateTable('work_items')
        .set(values)
        .where('id', '=', id)
        .where('version', '=', expectedVersion)
        .executeTakeFirst()
      return outcomeOf(numUpdatedRows > 0n, id)
    },
    async remove(id, expectedVersion) {
      const {numDeletedRows} = await database.tables
        .deleteFrom('work_items')
        .where('id', '=', id)
        .$if(expectedVersion !== undefined, query => query.where('version', '=', Number(expectedVersion)))
        .executeTakeFirst()
      return outcomeOf(numDeletedRows > 0n, id)
    },
    check: () => database.check(),
  }
}

/** What stands beside the number of a page that has no items. */
interface NoRow {
  readonly id: null
}

/** What follows `select`. */
type Selection = ReturnType<typeof whereOf>

/** The results of several selections by one question, in their order. */
async function together<Row>(selections: readonly Selection[], {tables}: Database): Promise<readonly Row[][]> {
  if (selections.length === 0) return []
  const numbered = selections.map((selection, index) => sql`(select ${sql.lit(index)} as question, ${selection})`)
  const {rows} = await sql<Row & {readonly question: number}>`${sql.join(numbered, sql` union all `)}`.execute(tables)
  const results = selections.map((): Row[] => [])
  for (const row of rows) results[row.question]?.push(row)
  return results
}

/** One more than was asked for tells whether there are more. From the end they come the other way round. */
function selectSlice(request: SliceRequest): Selection {
  const {filter, sort, size, fromEnd} = request
  const direction = {...sort, descending: sort.descending !== fromEnd}
  return sql`* from work_items ${whereOf(filter, betweenPlaces(request))} ${sequenceOf(direction)} limit ${size + 1}`
}

function sliceOf({size, fromEnd}: SliceRequest, rows: readonly WorkItemTable[]): Slice {
  const items = rows.slice(0, size).map(workItemOf)
  return {items: fromEnd ? items.reverse() : items, hasMore: rows.length > size}
}

function selectCount(filter: WorkItemFilter): Selection {
  return sql`count(*)::int as count from work_items ${whereOf(filter)}`
}
