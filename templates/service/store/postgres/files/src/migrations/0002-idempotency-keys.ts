import {type Kysely, sql} from 'kysely'

export async function up(tables: Kysely<unknown>): Promise<void> {
  await tables.schema
    .createTable('idempotency_keys')
    .addColumn('key', 'text', column => column.primaryKey())
    .addColumn('fingerprint', 'text', column => column.notNull())
    // "json" and not "jsonb": a repeated answer has its members in the sequence of the first one.
    .addColumn('result', 'json')
    .addColumn('expires_at', sql`timestamptz(3)`, column => column.notNull())
    .execute()
  await tables.schema.createIndex('idempotency_keys_by_expiry').on('idempotency_keys').column('expires_at').execute()
}

export async function down(tables: Kysely<unknown>): Promise<void> {
  await tables.schema.dropTable('idempotency_keys').execute()
}
