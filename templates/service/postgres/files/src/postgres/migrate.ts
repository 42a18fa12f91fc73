import {z} from 'zod'
import {service, version} from '../about.js'
import {readEnvironment} from '../platform/config/environment.js'
import {loadEnvironmentFiles} from '../platform/config/environment-files.js'
import {runCommand} from '../platform/lifecycle/run-command.js'
import {createLogger} from '../platform/logging/logger.js'
import {createMigrations} from './migrations.js'
import {openPatientDatabase} from './open-database.js'
import {databaseRules, databaseSettings} from './settings.js'

const usage = `Changes the tables of the database, by the files of src/migrations.

  npm run migrate              runs what is missing
  npm run migrate -- state     tells what there is, and changes nothing
  npm run migrate -- back      takes the last one back, with the data in it
`

const actions: Readonly<Record<string, (migrations: ReturnType<typeof createMigrations>) => Promise<string>>> = {
  async run(migrations) {
    const names = await migrations.run()
    return names.length === 0 ? 'Nothing is missing.\n' : names.map(name => `done  ${name}\n`).join('')
  },
  async state(migrations) {
    const all = await migrations.state()
    return all.map(({name, done}) => `${done ? 'done   ' : 'missing'}  ${name}\n`).join('')
  },
  async back(migrations) {
    const names = await migrations.back()
    return names.length === 0 ? 'There is nothing to take back.\n' : names.map(name => `taken back  ${name}\n`).join('')
  },
}

/** Gives the exit code: 2 for what the caller can mend. */
async function main([word = 'run', ...rest]: readonly string[]): Promise<number> {
  const action = rest.length === 0 && Object.hasOwn(actions, word) ? actions[word] : undefined
  if (!action) {
    const asked = word === '--help' || word === '-h'
    process[asked ? 'stdout' : 'stderr'].write(
      asked ? usage : `"${[word, ...rest].join(' ')}" is no action.\n\n${usage}`,
    )
    return asked ? 0 : 2
  }
  loadEnvironmentFiles()
  // Those alone: who migrates in a job of its own has no keys of a token issuer.
  const settings = readEnvironment(z.object(databaseSettings), process.env, databaseRules)
  const database = await openPatientDatabase(settings, createLogger({service, version, level: 'warn'}))
  try {
    process.stdout.write(await action(createMigrations(database.tables)))
    return 0
  } finally {
    await database.close()
  }
}

await runCommand(main)
