import type {Registry} from 'prom-client'
import type {Check} from '../platform/health/readiness.js'
import type {Closable} from '../platform/lifecycle/shutdown.js'
import type {Logger} from '../platform/logging/logger.js'
import type {Database} from './database.js'
import {watchConnections} from './database-metrics.js'
import {type OpenDatabase, openDatabase} from './open-database.js'
import type {DatabaseSettings} from './settings.js'

/** The surroundings of a feature, as far as a database needs them. */
export interface DatabaseSurroundings {
  readonly settings: DatabaseSettings
  readonly logger: Logger
  readonly metrics: {readonly registry: Registry}
}

/** The one database of the service; it is closed when the last feature that uses it is. */
export interface SharedDatabase extends Closable {
  readonly database: Database
  readonly checks: Readonly<Record<string, Check>>
}

interface Use {
  readonly opened: Promise<OpenDatabase>
  users: number
}

/** By the settings that it was opened with, which all features of one service have in common. */
const uses = new WeakMap<DatabaseSettings, Use>()

/** Opens the database, or gives the one that another feature has opened: what they write can be one transaction. */
export async function shareDatabase({settings, logger, metrics}: DatabaseSurroundings): Promise<SharedDatabase> {
  const use = uses.get(settings) ?? {opened: openDatabase(settings, logger), users: 0}
  uses.set(settings, use)
  use.users += 1
  const {database, figures} = await use.opened
  if (figures && use.users === 1) watchConnections(metrics.registry, figures)
  return {
    database,
    checks: {database: () => database.check()},
    async close() {
      use.users -= 1
      if (use.users > 0) return
      uses.delete(settings)
      await database.close()
    },
  }
}
