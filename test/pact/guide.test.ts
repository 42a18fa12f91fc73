import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {load} from 'js-yaml'
import {expect, test} from 'vitest'
import {expectKnownCommands} from '../known-commands.js'
import {followPage} from '../page.js'
import {startSmallBroker} from './broker/small-broker.js'

const guide = resolve('docs/guide/pact.md')

test('the guide is true from the first consumer test to the deploy', async () => {
  const broker = await startSmallBroker()
  const folder = mkdtempSync(join(tmpdir(), 'mesh-guide-'))
  try {
    mkdirSync(join(folder, 'web'))
    symlinkSync(resolve('node_modules'), join(folder, 'web/node_modules'))
    await followPage(guide, folder, {PACT_BROKER_BASE_URL: broker.url, XDG_CACHE_HOME: join(folder, 'cache')})
  } finally {
    rmSync(folder, {recursive: true, force: true})
    await broker.close()
  }
}, 120_000)

test('the workflows of the guide call commands and flags that exist', () => {
  const steps = [...readFileSync(guide, 'utf8').matchAll(/^```yaml \S+workflows\S+\n([\s\S]*?)^```$/gm)].flatMap(
    ([, text = '']) => (load(text) as {jobs: {deploy: {steps: {run?: string}[]}}}).jobs.deploy.steps, // as written above
  )
  const calls = steps.flatMap(({run}) => (run?.startsWith('npx mesh ') ? [run.slice('npx mesh '.length)] : []))
  expect(calls.length).toBeGreaterThan(5)
  expectKnownCommands(calls)
})
