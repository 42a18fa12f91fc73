import {defineFeature} from '../feature.js'
import type {Database} from '../postgres/database.js'
import {databaseRules, databaseSettings} from '../postgres/settings.js'
import {shareDatabase} from '../postgres/shared-database.js'
import {exampleWorkItems} from '../work-items/example-work-items.js'
import {createPostgresIdempotencyStore} from './postgres-idempotency-store.js'
import {createPostgresWorkItemRepository} from './postgres-work-item-repository.js'
import {rowOf} from './work-item-table.js'

/** Work items and idempotency keys are kept in PostgreSQL. */
export const postgres = defineFeature({
  settings: databaseSettings,
  rules: databaseRules,
  async provide(surroundings) {
    const {settings, logger} = surroundings
    const {database, checks, close} = await shareDatabase(surroundings)
    if (settings.EXAMPLE_DATA) await insertExamples(database)
    const idempotencyKeys = createPostgresIdempotencyStore(database, {logger})
    return {
      workItemRepository: createPostgresWorkItemRepository(database),
      idempotencyKeys,
      transaction: work => database.transaction(work),
      checks,
      async close() {
        await idempotencyKeys.close()
        await close()
      },
    }
  },
})

/** Only where there is nothing yet: what somebody has removed does not come back. */
async function insertExamples(database: Database): Promise<void> {
  await database.transaction(async () => {
    const some = await database.tables.selectFrom('work_items').select('id').limit(1).executeTakeFirst()
    if (some) return
    const rows = exampleWorkItems.map(rowOf)
    await database.tables
      .insertInto('work_items')
      .values(rows)
      .onConflict(each => each.doNothing())
      .execute()
  })
}
