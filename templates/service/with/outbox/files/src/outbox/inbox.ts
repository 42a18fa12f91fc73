import {sql} from 'kysely'
import type {Closable} from '../platform/lifecycle/shutdown.js'
import type {Logger} from '../platform/logging/logger.js'
import type {SeenEvents} from '../platform/messaging/seen-events.js'
import type {Database} from '../postgres/database.js'
import {repeat} from '../postgres/repeat.js'

/** A group has handled an event. */
interface InboxTable {
  readonly consumer_group: string
  readonly event_id: string
}

declare module '../postgres/tables.js' {
  interface Tables {
    readonly inbox: InboxTable
  }
}

export interface InboxOptions {
  readonly logger: Logger
  /** Days after which an event is forgotten: longer than any broker keeps it. */
  readonly keepFor?: number
  /** Milliseconds between two rounds that forget. */
  readonly sweep?: number
}

/** Remembers events in the database of the service: an event and what it has changed there are noted as one. */
export function createInbox(database: Database, options: InboxOptions): Required<SeenEvents> & Closable {
  const {logger, keepFor = 14, sweep = 3_600_000} = options
  const forget = () =>
    sql`delete from inbox where seen_at < now() - ${keepFor} * interval '1 day'`.execute(database.tables)
  const forgetting = repeat(forget, {every: sweep, logger, what: 'Forgetting events'})

  /** Whether it was not there before. Who notes the same one at the same time waits until this transaction has ended. */
  const note = async (group: string, eventId: string): Promise<boolean> => {
    const {numInsertedOrUpdatedRows = 0n} = await database.tables
      .insertInto('inbox')
      .values({consumer_group: group, event_id: eventId})
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows > 0n
  }

  return {
    async has(group, eventId) {
      const found = await database.tables
        .selectFrom('inbox')
        .select('event_id')
        .where('consumer_group', '=', group)
        .where('event_id', '=', eventId)
        .executeTakeFirst()
      return found !== undefined
    },
    async add(group, eventId) {
      await note(group, eventId)
    },
    once: (group, eventId, work) =>
      database.transaction(async () => {
        if (await note(group, eventId)) await work()
      }),
    close: () => forgetting.close(),
  }
}
