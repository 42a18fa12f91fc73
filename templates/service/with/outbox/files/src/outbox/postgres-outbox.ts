import type {Logger} from '../platform/logging/logger.js'
import type {Outbox} from '../platform/messaging/outbox.js'
import type {Database} from '../postgres/database.js'
import {workInRounds} from '../postgres/rounds.js'
import {createSignal} from '../postgres/signal.js'
import './outbox-table.js'
import {passOn} from './pass-on.js'
import {createRestingKeys} from './resting-keys.js'

export interface PostgresOutboxOptions {
  readonly logger: Logger
  /** Milliseconds that a broker may take for a message; well below the time after which the server ends transactions. */
  readonly limit?: number
  /** Milliseconds after which a relay looks for what other instances have left. */
  readonly pause?: number
}

/** An outbox in the database of the service. Any number of instances may relay from it. */
export function createPostgresOutbox(database: Database, options: PostgresOutboxOptions): Outbox {
  const {logger, limit = 1500, pause = 1000} = options
  const added = createSignal()
  return {
    transaction: work => database.transaction(work),
    async add({topic, id, key, headers, body}) {
      const row = {topic, id, key, headers: JSON.stringify(headers), body}
      await database.tables.insertInto('outbox').values(row).execute()
      // Whoever has written it is the first to know: nobody else has to be told in the usual case.
      database.afterCommit(() => added.give())
    },
    relay(publish) {
      const resting = createRestingKeys(pause)
      const round = () => passOn({database, publish, limit, resting})
      return workInRounds({round, woken: added, pause, logger, what: 'Messages of the outbox'})
    },
  }
}
