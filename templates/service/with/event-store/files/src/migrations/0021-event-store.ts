import {type Kysely, sql} from 'kysely'

export async function up(tables: Kysely<unknown>): Promise<void> {
  await sql`
    create table stored_events (
      position bigint generated always as identity primary key,
      -- The transaction that has written it: readers must not pass one that is still under way.
      transaction xid8 not null default pg_current_xact_id(),
      event_id text not null unique,
      stream text not null,
      version integer not null check (version >= 1),
      type text not null,
      schema_version text not null,
      data json not null,
      metadata json not null,
      stored_at timestamptz(3) not null default now(),
      -- Of two that append after the same version one fails here, whatever either of them has read.
      constraint stored_events_by_stream unique (stream, version)
    )`.execute(tables)
  await sql`create index stored_events_in_order on stored_events (transaction, position)`.execute(tables)
  await sql`
    create table snapshots (
      stream text primary key,
      version integer not null,
      shape integer not null,
      state json not null
    )`.execute(tables)
  await sql`
    create table projections (
      name text primary key,
      revision integer not null,
      transaction xid8 not null default '0',
      position bigint not null default 0
    )`.execute(tables)
}

export async function down(tables: Kysely<unknown>): Promise<void> {
  for (const table of ['projections', 'snapshots', 'stored_events']) await tables.schema.dropTable(table).execute()
}
