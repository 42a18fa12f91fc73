import {type Kysely, sql} from 'kysely'

export async function up(tables: Kysely<unknown>): Promise<void> {
  await tables.schema
    .createTable('outbox')
    .addColumn('position', 'bigint', column => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('id', 'text', column => column.notNull())
    .addColumn('topic', 'text', column => column.notNull())
    .addColumn('key', 'text', column => column.notNull())
    .addColumn('headers', 'json', column => column.notNull())
    .addColumn('body', 'bytea', column => column.notNull())
    .addColumn('added_at', sql`timestamptz(3)`, column => column.notNull().defaultTo(sql`now()`))
    .execute()
  await tables.schema.createIndex('outbox_by_key').on('outbox').columns(['key', 'position']).execute()
}

export async function down(tables: Kysely<unknown>): Promise<void> {
  await tables.schema.dropTable('outbox').execute()
}
