import {defineFeature} from '../feature.js'
import {databaseRules, databaseSettings} from '../postgres/settings.js'
import {shareDatabase} from '../postgres/shared-database.js'
import {createInbox} from './inbox.js'
import {watchOutbox} from './outbox-metrics.js'
import {createPostgresOutbox} from './postgres-outbox.js'

/** Messages are kept with the change that they tell of, and events with the change that they bring about. */
export const outbox = defineFeature({
  settings: databaseSettings,
  rules: databaseRules,
  async provide(surroundings) {
    const {settings, logger, metrics} = surroundings
    const {database, checks, close} = await shareDatabase(surroundings)
    watchOutbox(metrics.registry, database)
    const inbox = createInbox(database, {logger})
    return {
      outbox: createPostgresOutbox(database, {logger, limit: settings.DATABASE_STATEMENT_TIMEOUT / 3}),
      seenEvents: inbox,
      checks,
      async close() {
        await inbox.close()
        await close()
      },
    }
  },
  async install({outbox: messages, messageBroker}) {
    if (!messages || !messageBroker) return {}
    const relay = messages.relay(message => messageBroker.publish(message))
    // Last of all, so that what is told while the service stops is passed on, too.
    return {finish: async () => void (await relay.close())}
  },
})
