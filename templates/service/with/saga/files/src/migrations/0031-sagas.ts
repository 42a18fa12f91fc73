import {type Kysely, sql} from 'kysely'

export async function up(tables: Kysely<unknown>): Promise<void> {
  await sql`
    create table sagas (
      id text primary key,
      kind text not null,
      state text not null,
      data json not null,
      -- Why it is undone: {step, code, message}.
      failure json,
      origin json not null,
      -- Tries of the step that its state is about.
      attempts integer not null default 0,
      -- When somebody has to do something about it; null when it is over.
      due_at timestamptz(3) default now(),
      -- Changes with everything that happens to it, so that one who was thought dead can not go on.
      version integer not null default 1,
      started_at timestamptz(3) not null default now(),
      changed_at timestamptz(3) not null default now()
    )`.execute(tables)
  await sql`create index sagas_by_due on sagas (due_at) where due_at is not null`.execute(tables)
  await sql`create index sagas_by_state on sagas (kind, state)`.execute(tables)
  await sql`
    create table saga_steps (
      position bigint generated always as identity primary key,
      saga_id text not null references sagas on delete cascade,
      state text not null,
      outcome text not null,
      message text,
      at timestamptz(3) not null default now()
    )`.execute(tables)
  await sql`create index saga_steps_by_saga on saga_steps (saga_id, position)`.execute(tables)
}

export async function down(tables: Kysely<unknown>): Promise<void> {
  for (const table of ['saga_steps', 'sagas']) await tables.schema.dropTable(table).execute()
}
