import {sql} from 'kysely'
import type {Closable} from '../platform/lifecycle/shutdown.js'
import type {Logger} from '../platform/logging/logger.js'
import type {Database} from '../postgres/database.js'
import {workInRounds} from '../postgres/rounds.js'
import type {EventStore} from './event-store.js'
import {beginning, type EventPlace, type StoredEvent} from './stored-event.js'

/** A view of what has happened, made for one question. It can be thrown away and made anew. */
export interface Projection {
  readonly name: string
  /** A higher number makes it anew from the first event on. */
  readonly revision: number
  /** Events of other types are not given to it. */
  readonly types: readonly string[]
  /** Takes an event in, once, in the transaction in which its place is noted. Its tables are those of the database. */
  apply(event: StoredEvent): Promise<void>
  /** Empties its tables. */
  clear(): Promise<void>
}

export interface ProjectionOptions {
  readonly database: Database
  readonly store: EventStore
  readonly logger: Logger
  /** Milliseconds after which it looks for what other instances have appended. */
  readonly pause?: number
  /** Events in one transaction. */
  readonly batch?: number
}

/** Keeps a projection up to date. Any number of instances may do that; one at a time does. */
export function runProjection(projection: Projection, options: ProjectionOptions): Closable {
  const {store, logger, pause = 1000} = options
  return workInRounds({
    round: () => projectBatch(projection, options),
    woken: store.appended,
    pause,
    logger,
    what: `Events of the projection "${projection.name}"`,
  })
}

/** Takes in the next events, and gives how many they were. */
export async function projectBatch(projection: Projection, options: ProjectionOptions): Promise<number> {
  const {database, store, batch = 200} = options
  const {name, types} = projection
  return database.transaction(async () => {
    const after = await lockPlace(projection, options)
    if (!after) return 0
    const events = await store.readAll({after, types, limit: batch})
    for (const event of events) await projection.apply(event)
    const last = events.at(-1)?.place
    if (last) {
      await sql`
        update projections set transaction = ${last.transaction}::xid8, position = ${last.position}::bigint
        where name = ${name}`.execute(database.tables)
    }
    return events.length
  })
}

/** Where it has come to; nothing when another instance is at it. */
async function lockPlace(
  projection: Projection,
  {database, logger}: ProjectionOptions,
): Promise<EventPlace | undefined> {
  const {name, revision} = projection
  const {tables} = database
  await sql`insert into projections (name, revision) values (${name}, ${revision}) on conflict do nothing`.execute(
    tables,
  )
  const {rows} = await sql<EventPlace & {readonly revision: number}>`
    select revision, transaction::text as transaction, position::text as position from projections
    where name = ${name} for update skip locked`.execute(tables)
  const [place] = rows
  if (!place || place.revision === revision) return place
  // An older version of the service that still runs must not undo what the newer one does.
  if (place.revision > revision) return undefined
  logger.info({projection: name, revision}, 'A projection is made anew.')
  await projection.clear()
  await sql`
    update projections set revision = ${revision}, transaction = '0', position = 0 where name = ${name}`.execute(tables)
  return beginning
}

/** Makes a projection anew from the first event on, as soon as it runs again. */
export async function resetProjection({name, clear}: Projection, database: Database): Promise<void> {
  await database.transaction(async () => {
    await sql`
      update projections set transaction = '0', position = 0 where name = ${name}`.execute(database.tables)
    await clear()
  })
}
