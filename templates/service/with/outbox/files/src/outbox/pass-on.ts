import {sql} from 'kysely'
import type {Message} from '../platform/messaging/message.js'
import type {Database} from '../postgres/database.js'
import './outbox-table.js'
import type {RestingKeys} from './resting-keys.js'

interface Waiting {
  readonly position: string
  readonly topic: string
  readonly id: string
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface PassOnOptions {
  readonly database: Database
  readonly publish: (message: Message) => Promise<void>
  /** Milliseconds that a broker may take for a message, and after which a round begins with no other one. The server ends
   * transactions that idle much longer. */
  readonly limit: number
  /** Left out of a round; those that fail join them. */
  readonly resting: RestingKeys
}

/** Most keys, and most messages of all of them, in one round. */
const most = {keys: 50, messages: 500}

/**
 * Passes on what waits, and forgets what was taken; rejects when nothing was. A round owns keys, not messages: it locks
 * the first message of each, which other relays skip, and as no other message of a key is ever the first before that one
 * is gone, the order within a key holds however many relays there are. A round that dies lets go of its locks, and all of
 * its messages come again.
 */
export async function passOn({database, publish, limit, resting}: PassOnOptions): Promise<number> {
  const passed: string[] = []
  const failures: unknown[] = []
  const end = performance.now() + limit
  const passKey = async ([key, messages]: readonly [string, readonly Waiting[]]): Promise<void> => {
    try {
      for (const {position, ...message} of messages) {
        if (performance.now() > end) return
        await within(limit, publish(message))
        passed.push(position)
        resting.forget(key)
      }
    } catch (error) {
      // Those behind it wait with it.
      failures.push(error)
      resting.rest(key)
    }
  }
  await database.transaction(async () => {
    const keys = await lockKeys(database, resting)
    if (keys.length === 0) return
    await Promise.all([...(await messagesOf(keys, database))].map(passKey))
    await sql`delete from outbox where position = any(${passed}::bigint[])`.execute(database.tables)
  })
  if (failures.length > 0 && passed.length === 0) throw failures[0]
  return passed.length
}

async function lockKeys({tables}: Database, resting: RestingKeys): Promise<readonly string[]> {
  const {rows} = await sql<{readonly key: string}>`
    select key from outbox as first
    where not exists (select 1 from outbox as earlier where earlier.key = first.key and earlier.position < first.position)
      and key <> all(${resting.now()})
    order by position limit ${most.keys} for update skip locked`.execute(tables)
  return rows.map(({key}) => key)
}

/** "outbox.position" and not "position": that would be the text of it, by which 100 comes before 99. */
async function messagesOf(keys: readonly string[], {tables}: Database): Promise<ReadonlyMap<string, Waiting[]>> {
  const {rows} = await sql<Waiting>`
    select position::text, topic, id, key, headers, body from outbox
    where key = any(${[...keys]}) order by outbox.position limit ${most.messages}`.execute(tables)
  const byKey = new Map<string, Waiting[]>()
  for (const row of rows) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row])
  return byKey
}

/** A broker that says nothing must not hold a transaction. */
async function within(limit: number, taken: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The broker has not answered within ${limit} ms.`)), limit)
  })
  try {
    await Promise.race([taken, late])
  } finally {
    clearTimeout(timer)
  }
}
