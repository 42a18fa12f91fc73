import {resolve} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterEach, describe, expect, test} from 'vitest'
import {startSmallBroker} from './broker/small-broker.js'
import {consumerProject, Project} from './mesh.js'

/*
 * Whoever is interrupted, or killed, leaves no process behind: `Project.mesh` looks for every process that has its mark.
 * The interruption comes when the file `there.txt` says that the phase has begun.
 */
let project: Project | undefined

afterEach(() => project?.remove())

const note = `import {writeFileSync} from 'node:fs'\nconst begin = () => writeFileSync('there.txt', '')\n`
const never = 'new Promise(() => setTimeout(() => {}, 60_000))'

const pact = {
  consumer: {name: 'web'},
  provider: {name: 'orders'},
  interactions: [
    {
      description: 'slow',
      providerStates: [{name: 'slow'}],
      request: {method: 'GET', path: '/slow'},
      response: {status: 200},
    },
  ],
  metadata: {pactSpecification: {version: '3.0.0'}},
}

const provider = `node ${resolve('test/fixtures/pact/provider.mjs')}`

interface Phase {
  readonly start?: string
  readonly states?: string
}

const phases: Readonly<Record<string, Phase>> = {
  'while the provider is awaited': {start: 'touch there.txt; sleep 60'},
  'while the states module is loaded': {states: `begin(); await ${never}`},
  'in a handler that waits': {states: `export default {slow: () => (begin(), ${never})}`},
  'in a handler that never gives way': {states: 'export default {slow() { for (begin(); ; ); }}'},
  'in a request': {states: 'export const requestFilter = () => begin()'},
}

describe.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('%s', signal => {
  const code = signal === 'SIGKILL' ? null : 130

  test.each(Object.entries(phases))('mesh pact verify, %s', async (_, {start = provider, states = ''}) => {
    project = new Project({'pacts/a.json': pact, 'states.mjs': note + states})
    const words = ['pact', 'verify', '--provider', 'orders', '--start', start, '--states', 'states.mjs']
    const interrupt = {after: 'there.txt', signal}
    const outcome = await project.mesh([...words, '--allow-missing-states'], {interrupt})
    expect(project.list('.')).toContain('there.txt')
    expect(outcome).toMatchObject({code, stdout: ''})
  })

  test('mesh pact test, while the tests run', async () => {
    const endless = `${note}import {test} from 'vitest'\ntest('x', () => (begin(), ${never}), 60_000)`
    project = consumerProject({'test/pact/a.consumer.test.js': endless})
    const outcome = await project.mesh(['pact', 'test'], {interrupt: {after: 'there.txt', signal}})
    expect(project.list('.')).toContain('there.txt')
    expect(outcome).toMatchObject({code, stdout: ''})
  })
})

test('SIGINT ends the wait for verifications, and the wait for a broker that is busy', async () => {
  const broker = await startSmallBroker()
  try {
    project = new Project()
    const web = broker.store.version('web', '1')
    web.pacts.set('orders', broker.store.keep('web', 'orders', {interactions: []}))
    const words = ['pact', 'can-i-deploy', '--pacticipant', 'web', '--version', '1', '--to-environment', 'test']
    const run = async (folder: Project) => {
      const running = folder.mesh([...words, '--wait', '5m'], {
        env: {PACT_BROKER_BASE_URL: broker.url},
        interrupt: {after: 'there.txt', signal: 'SIGINT'},
      })
      for (let round = 0; round < 600 && broker.requests.length === 0; round++) await pause(50)
      folder.write('there.txt', '')
      return running
    }
    expect(await run(project)).toMatchObject({code: 130, stdout: ''})
    broker.requests.length = 0
    project.remove()
    project = new Project()
    broker.instead.push({status: 503, headers: {'retry-after': '15'}})
    expect(await run(project)).toMatchObject({code: 130, stdout: ''})
  } finally {
    await broker.close()
  }
})
