import {defineFeature} from '../feature.js'
import {repeat} from '../postgres/repeat.js'
import {databaseRules, databaseSettings} from '../postgres/settings.js'
import {shareDatabase} from '../postgres/shared-database.js'
import {createPostgresWebhookStore} from './postgres-webhook-store.js'

const minute = 60_000

/** Events, and deliveries that are over, are kept for as long as topics keep events. */
const keepFor = 7 * 24 * 60 * minute

/** Webhooks, events and deliveries are kept in PostgreSQL, beside the data that they tell of. */
export const postgresWebhooks = defineFeature({
  settings: databaseSettings,
  rules: databaseRules,
  async provide(surroundings) {
    const {database, checks, close} = await shareDatabase(surroundings)
    const webhookStore = createPostgresWebhookStore(database)
    const forgetting = repeat(() => webhookStore.forget(Date.now() - keepFor), {
      every: minute,
      logger: surroundings.logger,
      what: 'Forgetting old events of webhooks',
    })
    return {
      webhookStore,
      checks,
      async close() {
        await forgetting.close()
        await close()
      },
    }
  },
})
