import {defineFeature} from '../feature.js'
import {databaseRules, databaseSettings} from '../postgres/settings.js'
import {shareDatabase} from '../postgres/shared-database.js'
import {type Purse, purseKind} from '../purse/purse.js'
import {createPurseBalances, type PurseBalances} from '../purse/purse-balances.js'
import {type Aggregates, createAggregates} from './aggregate.js'
import {createEventStore, type EventStore} from './event-store.js'
import {runProjection} from './projection.js'
import {watchProjection} from './projection-metrics.js'
import {createSnapshots} from './snapshots.js'

declare module '../feature.js' {
  interface Resources {
    readonly eventStore?: EventStore | undefined
    /** The side of the example that decides. */
    readonly purses?: Aggregates<Purse> | undefined
    /** The side of the example that answers. */
    readonly purseBalances?: PurseBalances | undefined
  }
}

/** Keeps what happened as events, and the projections of it up to date. */
export const eventStore = defineFeature({
  settings: databaseSettings,
  rules: databaseRules,
  async provide(surroundings) {
    const {logger, metrics} = surroundings
    const {database, checks, close} = await shareDatabase(surroundings)
    const store = createEventStore(database)
    const purses = createAggregates(purseKind, {store, snapshots: createSnapshots(database), logger})
    const purseBalances = createPurseBalances(database)
    const projections = [purseBalances].map(projection => {
      watchProjection(metrics.registry, projection, database)
      return runProjection(projection, {database, store, logger})
    })
    return {
      eventStore: store,
      purses,
      purseBalances,
      checks,
      async close() {
        await Promise.all(projections.map(projection => projection.close()))
        await close()
      },
    }
  },
})
