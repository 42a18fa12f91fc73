import {randomUUID} from 'node:crypto'
import {type RawBuilder, sql} from 'kysely'
import {currentContext} from '../platform/context/request-context.js'
import type {Database} from '../postgres/database.js'
import {createSignal, type Signal} from '../postgres/signal.js'
import {type EventRow, storedEventOf} from './event-tables.js'
import type {EventPlace, NewEvent, StoredEvent} from './stored-event.js'

/** Somebody else was faster: the stream is not at the version any more that the decision was made from. */
export class StreamConflict extends Error {
  override readonly name = 'StreamConflict'

  constructor(
    readonly stream: string,
    readonly expectedVersion: number,
  ) {
    super(`The stream "${stream}" is not at version ${expectedVersion} any more.`)
  }
}

/** Streams of events that are never changed. */
export interface EventStore {
  /** Appends all or none, behind this version of the stream (0: it is new). Rejects with a StreamConflict. */
  append(stream: string, expectedVersion: number, events: readonly NewEvent[]): Promise<readonly StoredEvent[]>
  /** The events of a stream in their sequence, those after a version. */
  read(stream: string, afterVersion?: number): Promise<readonly StoredEvent[]>
  /** Events of all streams in one sequence that no event ever joins before a place that was given out. */
  readAll(request: ReadAll): Promise<readonly StoredEvent[]>
  /** Given when something was appended here. */
  readonly appended: Signal
}

export interface ReadAll {
  readonly after: EventPlace
  /** All types unless they are named. */
  readonly types?: readonly string[]
  readonly limit: number
}

/** "position" alone would be the text of it, by which 100 comes before 99: each has its table in front. */
const columns = sql`event_id, stream, version, type, schema_version, data, metadata, stored_at,
  stored_events.transaction::text as transaction, stored_events.position::text as position`

export function createEventStore(database: Database): EventStore {
  const appended = createSignal()
  const select = async (rest: RawBuilder<unknown>): Promise<readonly StoredEvent[]> => {
    const {rows} = await sql<EventRow>`select ${columns} from stored_events ${rest}`.execute(database.tables)
    return rows.map(storedEventOf)
  }

  return {
    appended,
    async append(stream, expectedVersion, events) {
      if (events.length === 0) return []
      const metadata = JSON.stringify(metadataOfFlow())
      const rows = events.map(({type, data, schemaVersion = '1.0'}, index) => ({
        event_id: randomUUID(),
        stream,
        version: expectedVersion + index + 1,
        type,
        schema_version: schemaVersion,
        data: JSON.stringify(data),
        metadata,
      }))
      return database.transaction(async () => {
        await forbidGap(stream, expectedVersion, database)
        const {numInsertedOrUpdatedRows} = await database.tables
          .insertInto('stored_events')
          .values(rows)
          .onConflict(conflict => conflict.columns(['stream', 'version']).doNothing())
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows !== BigInt(rows.length)) {
          // An error of the server would end the transaction that this may be a part of, and with it any new decision.
          const ids = rows.map(row => row.event_id)
          await database.tables.deleteFrom('stored_events').where('event_id', 'in', ids).execute()
          throw new StreamConflict(stream, expectedVersion)
        }
        database.afterCommit(() => appended.give())
        return select(sql`where stream = ${stream} and version > ${expectedVersion} order by version`)
      })
    },
    read: (stream, afterVersion = 0) =>
      select(sql`where stream = ${stream} and version > ${afterVersion} order by version`),
    readAll: ({after, types, limit}) =>
      select(sql`
        where (stored_events.transaction, stored_events.position)
            > (${after.transaction}::xid8, ${after.position}::bigint)
          -- An older transaction may still be under way, whose events would come before these.
          and stored_events.transaction < pg_snapshot_xmin(pg_current_snapshot())
          ${types ? sql`and type = any(${[...types]})` : sql``}
        order by stored_events.transaction, stored_events.position limit ${limit}`),
  }
}

/** The unique key finds two that append the same version; who expects one that does not exist yet is found here. */
async function forbidGap(stream: string, expectedVersion: number, {tables}: Database): Promise<void> {
  if (expectedVersion === 0) return
  const last = await tables
    .selectFrom('stored_events')
    .select('version')
    .where('stream', '=', stream)
    .where('version', '=', expectedVersion)
    .executeTakeFirst()
  if (!last) throw new StreamConflict(stream, expectedVersion)
}

function metadataOfFlow() {
  const context = currentContext()
  if (!context) return {}
  const {correlationId, requestId: causationId, subject: userId} = context
  return {correlationId, causationId, ...(userId !== undefined && {userId})}
}
