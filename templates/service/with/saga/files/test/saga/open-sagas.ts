import {createLogger} from '../../src/platform/logging/logger.js'
import {createMigrations} from '../../src/postgres/migrations.js'
import {createSagas, type Sagas, type SagasOptions} from '../../src/saga/sagas.js'
import {finalStates} from '../../src/saga/transitions.js'
import {createTestDatabase} from '../postgres-server.js'
import {until} from '../process.js'

export const logger = createLogger({service: 'test', version: '0', level: 'silent'})

/** Retries that need no patience. */
export const hasty = {maxRetries: 2, initialDelayMs: 2, multiplier: 1, maxDelayMs: 2}

/** Sagas in a database of its own; each instance is one of a service. */
export async function openSagas() {
  const server = await createTestDatabase()
  const database = server.open()
  await createMigrations(database.tables).run()
  const opened: Sagas[] = []
  return {
    server,
    database,
    instance(options: Partial<SagasOptions> = {}): Sagas {
      const sagas = createSagas({database: server.open(), logger, pause: 20, margin: 100, undo: hasty, ...options})
      opened.push(sagas)
      return sagas
    },
    /** The states in which something was tried, and what came of it. */
    async steps(id: string) {
      const rows = await server.admin(`select state, outcome from saga_steps where saga_id = '${id}' order by position`)
      return rows.map(({state, outcome}) => `${state} ${outcome}`)
    },
    async close() {
      await Promise.all(opened.map(sagas => sagas.close()))
      await server.drop()
    },
  }
}

/** Waits until a saga is over, and gives it. */
export async function ended(sagas: Pick<Sagas, 'find'>, id: string) {
  let saga = await sagas.find(id)
  let looking = false
  return until(() => {
    if (!looking) {
      looking = true
      void sagas.find(id).then(found => {
        saga = found
        looking = false
      })
    }
    return saga && finalStates.some(final => final === saga?.state) ? saga : undefined
  })
}
