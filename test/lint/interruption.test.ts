import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterAll, expect, test} from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'mesh-lint-'))
afterAll(() => rmSync(folder, {recursive: true, force: true, maxRetries: 3}))

const deployment = (number: number) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a${number}}
spec:
  selector: {matchLabels: {app: a${number}}}
  template:
    metadata: {labels: {app: a${number}}}
    spec: {containers: [{name: a, image: "x:latest"}]}
`

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the built mesh in the middle of one huge file', async signal => {
  writeFileSync(join(folder, 'huge.yaml'), Array.from({length: 50_000}, (_, number) => deployment(number)).join(''))
  const child = spawn(process.execPath, [resolve('bin/run.js'), 'lint', 'manifests', 'huge.yaml'], {
    cwd: folder,
    stdio: 'ignore',
  })
  const ended = new Promise(done => child.on('close', (_code, by) => done(by)))
  // Long enough to be at work, and far from the end of it.
  await new Promise(done => setTimeout(done, 1500))
  const asked = performance.now()
  child.kill(signal)
  expect(await ended).toBe(signal)
  expect(performance.now() - asked).toBeLessThan(2000)
})
