import {symlinkSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {expect, test} from 'vitest'
import {order1, pact, project, started} from './verify.js'

test("the project's own copy of the engine is preferred, and told", async () => {
  const made = project({
    'pacts/a.json': pact([order1]),
    'package.json': {name: 'orders'},
    'node_modules/@pact-foundation/pact/package.json': {name: '@pact-foundation/pact', version: '99.0.0', main: 'a.js'},
    'node_modules/@pact-foundation/pact/a.js': '',
  })
  const core = '@pact-foundation/pact-core'
  symlinkSync(resolve('node_modules', core), join(made.folder, 'node_modules', core))
  const words = ['pact', 'verify', ...started, '--format', 'json']
  const own = await made.mesh(words)
  expect(own.code).toBe(0)
  expect(JSON.parse(own.stdout).engine).toBe('@pact-foundation/pact 99.0.0')
  const {stdout} = await project({'pacts/a.json': pact([order1])}).mesh(words)
  expect(JSON.parse(stdout).engine).toMatch(/^@pact-foundation\/pact 16\./)
})
