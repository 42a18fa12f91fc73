import {sql} from 'kysely'
import type {OperationResult} from '../platform/contract/operation.js'
import type {IdempotencyRecord, IdempotencyStore} from '../platform/idempotency/idempotency-store.js'
import type {Closable} from '../platform/lifecycle/shutdown.js'
import type {Logger} from '../platform/logging/logger.js'
import type {Database} from '../postgres/database.js'
import {repeat} from '../postgres/repeat.js'

/** A key that is in use; it has no result while somebody works on it. */
interface IdempotencyKeyTable {
  readonly key: string
  readonly fingerprint: string
  readonly result: OperationResult | null
  readonly expires_at: Date
}

declare module '../postgres/tables.js' {
  interface Tables {
    readonly idempotency_keys: IdempotencyKeyTable
  }
}

export interface PostgresIdempotencyOptions {
  readonly logger: Logger
  /** Milliseconds for which an answer is kept. */
  readonly keepFor?: number
  /** Milliseconds after which a key is free again whose request was never finished, because its process has died: longer
   * than a request may take. */
  readonly lease?: number
  /** Milliseconds between two rounds that remove what has expired. */
  readonly sweep?: number
}

const minute = 60_000

/** Rows that are removed at a time: enough to keep up, too few to hold anybody up. */
const swept = 1000

/** Shared by all instances; the clock is the one of the database. */
export function createPostgresIdempotencyStore(
  database: Database,
  options: PostgresIdempotencyOptions,
): IdempotencyStore & Closable {
  const {logger, keepFor = 24 * 60 * minute, lease = 2 * minute, sweep = 10 * minute} = options
  const sweeping = repeat(() => removeExpired(database), {every: sweep, logger, what: 'Removing idempotency keys'})

  return {
    async begin(key, fingerprint) {
      // The row may go between the two statements: then the key is free, and asked for anew.
      for (;;) {
        const taken = await sql`
          insert into idempotency_keys (key, fingerprint, expires_at) values (${key}, ${fingerprint}, ${after(lease)})
          on conflict (key) do update
            set fingerprint = excluded.fingerprint, result = null, expires_at = excluded.expires_at
            where idempotency_keys.expires_at <= now()
          returning key`.execute(database.tables)
        if (taken.rows.length > 0) return undefined
        const row = await database.tables
          .selectFrom('idempotency_keys')
          .select(['fingerprint', 'result'])
          .where('key', '=', key)
          .executeTakeFirst()
        if (row) return recordOf(row)
      }
    },
    async finish(key, fingerprint, result) {
      await sql`
        insert into idempotency_keys (key, fingerprint, result, expires_at)
        values (${key}, ${fingerprint}, ${JSON.stringify(result)}, ${after(keepFor)})
        on conflict (key) do update set result = excluded.result, expires_at = excluded.expires_at
        where idempotency_keys.fingerprint = excluded.fingerprint`.execute(database.tables)
    },
    async release(key) {
      await database.tables.deleteFrom('idempotency_keys').where('key', '=', key).where('result', 'is', null).execute()
    },
    close: () => sweeping.close(),
  }
}

function recordOf({fingerprint, result}: Pick<IdempotencyKeyTable, 'fingerprint' | 'result'>): IdempotencyRecord {
  return result === null ? {state: 'in-flight', fingerprint} : {state: 'done', fingerprint, result}
}

const after = (milliseconds: number) => sql`now() + ${milliseconds} * interval '1 millisecond'`

async function removeExpired({tables}: Database): Promise<void> {
  for (;;) {
    const {numAffectedRows = 0n} = await sql`
      delete from idempotency_keys where key in (
        select key from idempotency_keys where expires_at <= now() limit ${swept} for update skip locked
      )`.execute(tables)
    if (numAffectedRows < swept) return
  }
}
