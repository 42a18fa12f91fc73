import {type Kysely, sql} from 'kysely'

export async function up(tables: Kysely<unknown>): Promise<void> {
  await sql`
    create table jobs (
      id text primary key,
      kind text not null,
      owner text not null,
      status text not null default 'pending',
      progress integer not null default 0,
      input json,
      -- What the work has noted for whoever goes on with it.
      memory json,
      result json,
      error json,
      origin json not null,
      attempts integer not null default 0,
      -- Until then nobody else takes it; its process says every few seconds that it lives.
      leased_until timestamptz(3) not null default now(),
      -- Changes when it is taken, so that one who was thought dead can not go on.
      version integer not null default 1,
      created_at timestamptz(3) not null default now(),
      started_at timestamptz(3),
      completed_at timestamptz(3)
    )`.execute(tables)
  await sql`create index jobs_to_do on jobs (created_at) where status in ('pending', 'processing')`.execute(tables)
  await sql`create index jobs_by_completion on jobs (completed_at) where completed_at is not null`.execute(tables)
}

export async function down(tables: Kysely<unknown>): Promise<void> {
  await tables.schema.dropTable('jobs').execute()
}
