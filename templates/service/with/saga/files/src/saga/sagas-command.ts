import {z} from 'zod'
import {service, version} from '../about.js'
import {readEnvironment} from '../platform/config/environment.js'
import {loadEnvironmentFiles} from '../platform/config/environment-files.js'
import {runCommand} from '../platform/lifecycle/run-command.js'
import {createLogger} from '../platform/logging/logger.js'
import {openDatabase} from '../postgres/open-database.js'
import {databaseRules, databaseSettings} from '../postgres/settings.js'
import {createSagaStore, type SagaStore} from './saga-store.js'

const usage = `Looks after sagas that could not be undone.

  npm run sagas                  lists them
  npm run sagas -- resume ID     lets one go on where it stopped, when its reason is mended
`

/** Gives the exit code: 1 where there is something to look at, 2 for what the caller can mend. */
async function main([word = 'list', id, ...rest]: readonly string[]): Promise<number> {
  const listing = word === 'list' && id === undefined
  const resuming = word === 'resume' && id !== undefined && rest.length === 0
  if (!listing && !resuming) {
    const asked = word === '--help' || word === '-h'
    process[asked ? 'stdout' : 'stderr'].write(usage)
    return asked ? 0 : 2
  }
  loadEnvironmentFiles()
  const settings = readEnvironment(z.object(databaseSettings), process.env, databaseRules)
  const {database} = await openDatabase(settings, createLogger({service, version, level: 'warn'}))
  try {
    const store = createSagaStore(database)
    return listing ? await list(store) : await resume(store, id ?? '')
  } finally {
    await database.close()
  }
}

async function list(store: SagaStore): Promise<number> {
  const stuck = await store.stuck()
  for (const {id, kind, failure} of stuck) {
    const why = failure ? `"${failure.step}" failed with ${failure.code}: ${failure.message}` : ''
    process.stdout.write(`${id}  ${kind}  ${why}\n`)
  }
  if (stuck.length === 0) process.stdout.write('None is stuck.\n')
  return stuck.length === 0 ? 0 : 1
}

async function resume(store: SagaStore, id: string): Promise<number> {
  if (await store.resume(id)) {
    process.stdout.write(`"${id}" goes on.\n`)
    return 0
  }
  process.stderr.write(`No saga "${id}" is stuck. "npm run sagas" lists those that are.\n`)
  return 2
}

await runCommand(main)
