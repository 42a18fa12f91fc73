import {once} from 'node:events'
import {type AddressInfo, connect} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {z} from 'zod'
import {readEnvironment} from '../../src/platform/config/environment.js'
import {platformSettings} from '../../src/platform/config/settings.js'
import {createReadiness} from '../../src/platform/health/readiness.js'
import {createServer} from '../../src/platform/http/server.js'
import {shutDown} from '../../src/platform/lifecycle/shutdown.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {startMetricsServer} from '../../src/platform/metrics/metrics-server.js'

const logger = createLogger({service: 'test', version: '0', level: 'silent'})

test('while it drains the service still serves; then it answers what it has begun and closes in order', async () => {
  const settings = readEnvironment(z.object(platformSettings), {MAX_EVENT_LOOP_DELAY: '0'})
  const app = await createServer({settings, logger, metrics: createMetrics()})
  app.get('/slow', async () => {
    await sleep(800)
    return 'done'
  })
  app.get('/quick', async () => 'quick')
  await app.listen({host: '127.0.0.1', port: 0})
  // A server that listens on a TCP port has an address object.
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const readiness = createReadiness({})
  const closed: string[] = []
  const slow = fetch(`${url}/slow`)
  await sleep(30)

  const closables = [
    {
      close: async () => {
        await app.close()
        closed.push('app')
      },
    },
    {
      close: async () => {
        closed.push('broken')
        throw new Error('can not be closed')
      },
    },
    {
      close: async () => {
        closed.push('database')
      },
    },
  ]
  const stopping = shutDown({readiness, logger, closables, drain: 500, limit: 5000})
  expect((await readiness.state()).ready).toBe(false)
  expect(await (await fetch(`${url}/quick`)).text()).toBe('quick')
  expect(closed).toEqual([])
  expect(await (await slow).text()).toBe('done')
  await stopping
  expect(closed).toEqual(['app', 'broken', 'database'])
  await expect(fetch(`${url}/quick`)).rejects.toThrow()
})

test('a client that has connected and says nothing holds up nobody', async () => {
  const settings = readEnvironment(z.object(platformSettings), {MAX_EVENT_LOOP_DELAY: '0'})
  const app = await createServer({settings, logger, metrics: createMetrics()})
  await app.listen({host: '127.0.0.1', port: 0})
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  const ended = once(socket, 'close')
  await once(socket, 'connect')
  // Unanswered, it would keep the server for as long as headers may take to arrive: a minute.
  await app.close()
  await ended
})

test('metrics are at a port of their own, and move when it is taken if they may', async () => {
  const metrics = createMetrics()
  const options = {metrics, host: '127.0.0.1', logger}
  const first = await startMetricsServer({...options, port: 0, moveWhenBusy: false})
  const second = await startMetricsServer({...options, port: first.port, moveWhenBusy: true})
  expect(second.port).not.toBe(first.port)
  await expect(startMetricsServer({...options, port: first.port, moveWhenBusy: false})).rejects.toThrow('EADDRINUSE')
  const text = await (await fetch(`http://127.0.0.1:${second.port}/metrics`)).text()
  for (const name of [
    'http_requests_total',
    'http_request_duration_seconds',
    'http_requests_in_flight',
    'auth_attempts_total',
    'auth_failures_total',
    'jwt_validations_total',
    'rate_limit_hits_total',
    'rate_limit_blocks_total',
  ]) {
    expect(text).toContain(`# TYPE ${name} `)
  }
  expect((await fetch(`http://127.0.0.1:${second.port}/`)).status).toBe(404)
  await first.close()
  await second.close()
})
