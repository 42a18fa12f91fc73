import type {Generated} from 'kysely'
import type {StoredEvent} from './stored-event.js'

interface StoredEventTable {
  readonly position: Generated<string>
  readonly transaction: Generated<string>
  readonly event_id: string
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly schema_version: string
  /** JSON. */
  readonly data: string
  /** JSON. */
  readonly metadata: string
  readonly stored_at: Generated<Date>
}

declare module '../postgres/tables.js' {
  interface Tables {
    readonly stored_events: StoredEventTable
  }
}

/** A row as it is read: JSON is parsed, what has 64 bits is text. */
export interface EventRow {
  readonly position: string
  readonly transaction: string
  readonly event_id: string
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly schema_version: string
  readonly data: StoredEvent['data']
  readonly metadata: StoredEvent['metadata']
  readonly stored_at: Date
}

export function storedEventOf(row: EventRow): StoredEvent {
  return {
    eventId: row.event_id,
    stream: row.stream,
    version: row.version,
    type: row.type,
    schemaVersion: row.schema_version,
    data: row.data,
    metadata: row.metadata,
    storedAt: row.stored_at,
    place: {transaction: row.transaction, position: row.position},
  }
}
