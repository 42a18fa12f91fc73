import {once} from 'node:events'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {steadyClients} from './platform/steady-clients.js'
import {missing, processes} from './process.js'

const {start} = processes()

test([
  missing.length === 0 ? 'it lives, is ready' : 'it lives',
  'and when it is asked to end, clients in the middle of their work lose nothing',
  ...missing,
].join('; '), async () => {
  const {child, told, url} = start({NODE_ENV: 'development', SHUTDOWN_DRAIN: '1000'})
  const base = await url()
  const said = async (path: string) => {
    const response = await fetch(base + path)
    return {status: response.status, body: await response.json()}
  }
  const healthy = {status: 200, body: {status: 'healthy'}}
  expect(await said('/health')).toMatchObject(healthy)
  // What it needs may take its time to let it in.
  if (missing.length === 0) await expect.poll(() => said('/ready'), {timeout: 40_000}).toMatchObject(healthy)
  const tally = steadyClients(`${base}/health`)
  await sleep(300)
  const ended = once(child, 'close')
  child.kill('SIGTERM')
  const {answered, lost} = await tally
  expect(lost).toEqual([])
  expect(answered).toBeGreaterThanOrEqual(8)
  expect(await ended).toEqual([0, null])
  expect(told.text).toContain('"Stopped."')
  await expect(fetch(`${base}/health`)).rejects.toThrow()
}, 60_000)

test('a service that can not start says why, without a stack, and ends', async () => {
  const {child, told} = start({NODE_ENV: 'production', LOG_LEVEL: 'loud', JWKS_URL: ''})
  expect((await once(child, 'close'))[0]).not.toBe(0)
  expect(told.text).toContain('LOG_LEVEL is "loud"')
  expect(told.text).toContain('JWKS_URL is not set')
  expect(told.text).not.toMatch(/^\s+at /m)
}, 60_000)
