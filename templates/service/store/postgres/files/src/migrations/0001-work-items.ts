import {type Kysely, sql} from 'kysely'

export async function up(tables: Kysely<unknown>): Promise<void> {
  await tables.schema
    .createTable('work_items')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('description', 'text')
    .addColumn('owner_id', 'text')
    .addColumn('version', 'integer', column => column.notNull().check(sql`version >= 1`))
    // Milliseconds, because that is what JavaScript and the contract know: a place in a list must compare equal to itself.
    .addColumn('created_at', sql`timestamptz(3)`, column => column.notNull())
    .addColumn('updated_at', sql`timestamptz(3)`, column => column.notNull())
    .execute()
  // One for each sequence in which they are listed, with the id that decides between equals.
  for (const column of ['created_at', 'updated_at', 'name'] as const) {
    const key = column === 'name' ? sql`name collate "C"` : sql.ref(column)
    await sql`create index ${sql.id(`work_items_by_${column}`)} on work_items (${key}, id collate "C")`.execute(tables)
  }
  await tables.schema.createIndex('work_items_by_owner').on('work_items').column('owner_id').execute()
}

export async function down(tables: Kysely<unknown>): Promise<void> {
  await tables.schema.dropTable('work_items').execute()
}
