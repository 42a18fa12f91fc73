import {expect, test} from 'vitest'
import {createReadiness} from '../../src/platform/health/readiness.js'

test('is healthy when every check is, and names the one that is not', async () => {
  const healthy = createReadiness({one: async () => {}, two: async () => 'fine'})
  expect(await healthy.state()).toEqual({ready: true, checks: {one: {status: 'healthy'}, two: {status: 'healthy'}}})
  const broken = createReadiness({
    one: async () => {},
    two: async () => {
      throw new Error('password authentication failed for user "admin"')
    },
  })
  expect(await broken.state()).toEqual({
    ready: false,
    checks: {one: {status: 'healthy'}, two: {status: 'unhealthy', error: 'CHECK_FAILED'}},
  })
})

test('does not wait for a check that hangs, even if it ignores its signal', async () => {
  const readiness = createReadiness({slow: () => new Promise(() => {})}, {timeout: 30})
  expect(await readiness.state()).toEqual({
    ready: false,
    checks: {slow: {status: 'unhealthy', error: 'CHECK_TIMEOUT'}},
  })
})

test('many probes are one check, and recovery is noticed', async () => {
  let runs = 0
  let works = false
  const check = async () => {
    runs += 1
    if (!works) throw new Error('down')
  }
  const readiness = createReadiness({check}, {keep: 40})
  const states = await Promise.all(Array.from({length: 20}, () => readiness.state()))
  expect([runs, states.every(({ready}) => !ready)]).toEqual([1, true])
  works = true
  await new Promise(resolve => setTimeout(resolve, 50))
  expect((await readiness.state()).ready).toBe(true)
})

test('is not ready at once when the service is about to stop', async () => {
  const readiness = createReadiness({})
  expect((await readiness.state()).ready).toBe(true)
  readiness.drain()
  expect(await readiness.state()).toEqual({ready: false, checks: {shutdown: {status: 'unhealthy', error: 'DRAINING'}}})
})
