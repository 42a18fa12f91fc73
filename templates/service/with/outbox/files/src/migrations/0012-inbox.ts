import {type Kysely, sql} from 'kysely'

export async function up(tables: Kysely<unknown>): Promise<void> {
  await tables.schema
    .createTable('inbox')
    .addColumn('consumer_group', 'text', column => column.notNull())
    .addColumn('event_id', 'text', column => column.notNull())
    .addColumn('seen_at', sql`timestamptz(3)`, column => column.notNull().defaultTo(sql`now()`))
    .addPrimaryKeyConstraint('inbox_key', ['consumer_group', 'event_id'])
    .execute()
  await tables.schema.createIndex('inbox_by_age').on('inbox').column('seen_at').execute()
}

export async function down(tables: Kysely<unknown>): Promise<void> {
  await tables.schema.dropTable('inbox').execute()
}
