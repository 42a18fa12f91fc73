import {type Kysely, sql} from 'kysely'

export async function up(tables: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhooks (
      id text primary key,
      owner text not null,
      url text not null,
      event_types text[] not null,
      status text not null,
      secrets json not null,
      created_at timestamptz(3) not null,
      place bigint generated always as identity
    )`.execute(tables)
  await sql`create index webhooks_by_owner on webhooks (owner, place)`.execute(tables)
  await sql`
    create table webhook_events (
      id text primary key,
      event_type text not null,
      schema_version text not null,
      "timestamp" timestamptz(3) not null,
      data json not null,
      -- Transactions end in another order than they begin: who reads by place alone would miss what ends late.
      transaction xid8 not null default pg_current_xact_id(),
      place bigint generated always as identity
    )`.execute(tables)
  await sql`create index webhook_events_in_order on webhook_events (transaction, place)`.execute(tables)
  await sql`create index webhook_events_by_time on webhook_events ("timestamp")`.execute(tables)
  await sql`
    create table webhook_deliveries (
      id text primary key,
      webhook_id text not null references webhooks on delete cascade,
      event_id text not null references webhook_events,
      status text not null default 'pending',
      tries integer not null default 0,
      next_try_at timestamptz(3) not null,
      -- Until then nobody else takes it.
      leased_until timestamptz(3) not null default '-infinity',
      response_status integer,
      error text,
      created_at timestamptz(3) not null,
      place bigint generated always as identity
    )`.execute(tables)
  await sql`
    create index webhook_deliveries_to_do on webhook_deliveries (webhook_id, place) where status = 'pending'`.execute(
    tables,
  )
  await sql`create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, place)`.execute(tables)
  await sql`create index webhook_deliveries_by_event on webhook_deliveries (event_id)`.execute(tables)
}

export async function down(tables: Kysely<unknown>): Promise<void> {
  for (const table of ['webhook_deliveries', 'webhook_events', 'webhooks'])
    await tables.schema.dropTable(table).execute()
}
