import {once} from 'node:events'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {steadyClients} from './platform/steady-clients.js'
import {missing, processes} from './process.js'

const {start} = processes()

test.skipIf(missing.length > 0)(
  ['it lives, is ready, and ends in order when it is asked to', ...missing].join('; '),
  async () => {
    const {child, told, url} = start({NODE_ENV: 'development'})
    const base = await url()
    const said = async (path: string) => {
      const response = await fetch(base + path)
      return {status: response.status, body: await response.json()}
    }
    const healthy = {status: 200, body: {status: 'healthy'}}
    expect(await said('/health')).toMatchObject(healthy)
    // What it needs may take its time to let it in.
    await expect.poll(() => said('/ready'), {timeout: 40_000}).toMatchObject(healthy)
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(told.text).toContain('"Stopped."')
    await expect(fetch(`${base}/health`)).rejects.toThrow()
  },
  60_000,
)

test('clients in the middle of their work lose nothing when it stops', async () => {
  const {child, url} = start({NODE_ENV: 'development', SHUTDOWN_DRAIN: '1000'})
  const told = steadyClients(`${await url()}/health`)
  await sleep(300)
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const {answered, lost} = await told
  expect(lost).toEqual([])
  expect(answered).toBeGreaterThanOrEqual(8)
  expect(await ended).toEqual([0, null])
}, 60_000)

test('a service that can not start says why, without a stack, and ends', async () => {
  const {child, told} = start({NODE_ENV: 'production', LOG_LEVEL: 'loud', JWKS_URL: ''})
  expect((await once(child, 'exit'))[0]).not.toBe(0)
  expect(told.text).toContain('LOG_LEVEL is "loud"')
  expect(told.text).toContain('JWKS_URL is not set')
  expect(told.text).not.toMatch(/^\s+at /m)
}, 60_000)
