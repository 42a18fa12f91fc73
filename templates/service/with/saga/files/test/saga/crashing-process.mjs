// A service with one saga: node crashing-process.mjs ID KILL-AT LAST. Its steps note in the database what they do, once for
// each key, as those who are called by real ones do.
import {sql} from 'kysely'
import {ApiError} from '../../dist/platform/errors/api-error.js'
import {createLogger} from '../../dist/platform/logging/logger.js'
import {createDatabase} from '../../dist/postgres/database.js'
import {createServerPool} from '../../dist/postgres/server-pool.js'
import {createSagas} from '../../dist/saga/sagas.js'
import {finalStates} from '../../dist/saga/transitions.js'

const [id, killAt, last] = process.argv.slice(2)
const logger = createLogger({service: 'test', version: '0', level: 'silent'})
const database = createDatabase(
  createServerPool({
    url: process.env.DATABASE_URL,
    name: 'crashing',
    DATABASE_CONNECTIONS: 3,
    DATABASE_CONNECT_TIMEOUT: 5000,
    statementTimeout: 5000,
    logger,
  }),
)

const effect = async (what, {key}) => {
  if (killAt === `before ${what}`) process.kill(process.pid, 'SIGKILL')
  await sql`insert into effects values (${id}, ${key}, ${what}) on conflict do nothing`.execute(database.tables)
  if (killAt === `after ${what}`) process.kill(process.pid, 'SIGKILL')
}
const step = name => ({
  name,
  timeout: 300,
  async run(_data, call) {
    if (name === 'shipping' && last === 'is refused') throw new ApiError('STATE_CONFLICT', 'It can not be sent.')
    await effect(`run ${name}`, call)
  },
  compensate: (_data, call) => effect(`undo ${name}`, call),
})

const sagas = createSagas({database, logger, pause: 20, margin: 200})
sagas.define({name: 'crash-v1', steps: ['payment', 'inventory', 'shipping'].map(step)})
await sagas.begin('crash-v1', id, {})
sagas.run()
let state
do {
  await new Promise(resolve => setTimeout(resolve, 20))
  state = (await sagas.find(id))?.state
} while (!finalStates.includes(state))
process.stdout.write(state)
await sagas.close()
await database.close()
