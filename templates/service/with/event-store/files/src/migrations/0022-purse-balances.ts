import type {Kysely} from 'kysely'

export async function up(tables: Kysely<unknown>): Promise<void> {
  await tables.schema
    .createTable('purse_balances')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('owner', 'text', column => column.notNull())
    .addColumn('balance', 'integer', column => column.notNull())
    .execute()
  await tables.schema.createIndex('purse_balances_by_owner').on('purse_balances').column('owner').execute()
}

export async function down(tables: Kysely<unknown>): Promise<void> {
  await tables.schema.dropTable('purse_balances').execute()
}
