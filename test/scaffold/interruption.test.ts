import {spawn} from 'node:child_process'
import {chmodSync, existsSync, readdirSync, writeFileSync} from 'node:fs'
import {delimiter, join, resolve} from 'node:path'
import {expect, test} from 'vitest'
import {temporaryFolder} from './fixture.js'

test.each(['SIGINT', 'SIGTERM'] as const)('the built mesh leaves nothing behind after %s', async signal => {
  const programs = temporaryFolder()
  const seen = join(temporaryFolder(), 'npm-was-here')
  writeFileSync(join(programs, 'npm'), `#!/bin/sh\nmkdir node_modules; touch ${seen}; exec sleep 60\n`)
  chmodSync(join(programs, 'npm'), 0o755)
  const cwd = temporaryFolder()
  const child = spawn(
    process.execPath,
    [resolve('bin/run.js'), 'new', 'service', 'orders', '--dir', 'services/orders'],
    {
      cwd,
      env: {...process.env, PATH: programs + delimiter + process.env['PATH']},
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      output += chunk
    })
  const waiting = setInterval(() => {
    if (!existsSync(seen)) return
    clearInterval(waiting)
    child.kill(signal)
  }, 10)
  const code = await new Promise(done => child.on('close', done))
  clearInterval(waiting)
  expect({code, output, left: readdirSync(cwd)}).toEqual({code: 130, output: '', left: []})
})
