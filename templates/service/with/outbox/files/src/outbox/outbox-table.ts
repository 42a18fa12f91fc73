import type {Generated} from 'kysely'

/** A message that no broker has taken yet. */
export interface OutboxTable {
  /** The sequence in which messages were added; text in the driver, as it has 64 bits. */
  readonly position: Generated<string>
  readonly id: string
  readonly topic: string
  readonly key: string
  /** JSON. */
  readonly headers: string
  readonly body: Uint8Array
  readonly added_at: Generated<Date>
}

declare module '../postgres/tables.js' {
  interface Tables {
    readonly outbox: OutboxTable
  }
}
