import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {resolve} from 'node:path'
import {expect, test} from 'vitest'
import {startTarget} from '../target/target.js'

const mesh = resolve('bin/run.js')

test('Ctrl-C ends a worker that waits for the common start, and nothing was sent but the pre-flight', async () => {
  const target = await startTarget({})
  const startAt = String(Date.now() + 3_600_000)
  const words = ['loadtest', 'worker', target.url, '--index', '0', '--of', '2', '--start-at', startAt]
  const child = spawn(process.execPath, [mesh, ...words])
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      output += chunk
    })
  // It listens for Ctrl-C before it reads anything; the pre-flight comes after that.
  const timer = setInterval(() => child.kill('SIGINT'), 3000)
  const [code] = await once(child, 'close')
  clearInterval(timer)
  const seen = await target.stop()
  expect({code, output}).toEqual({code: 130, output: ''})
  expect(seen.arrivals.length).toBeLessThanOrEqual(1)
}, 60_000)
