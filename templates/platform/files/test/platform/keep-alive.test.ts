import {once} from 'node:events'
import {type AddressInfo, connect} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {z} from 'zod'
import {readEnvironment} from '../../src/platform/config/environment.js'
import {platformSettings} from '../../src/platform/config/settings.js'
import {createServer} from '../../src/platform/http/server.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'

const read = (environment: Readonly<Record<string, string>>) => readEnvironment(z.object(platformSettings), environment)

test('an idle connection is kept for the next request for as long as the setting says, and then closed', async () => {
  const logger = createLogger({service: 'test', version: '0', level: 'silent'})
  // A request may take less than a connection may be idle: the one has nothing to do with the other.
  const settings = read({KEEP_ALIVE_TIMEOUT: '1500', REQUEST_TIMEOUT: '200', MAX_EVENT_LOOP_DELAY: '0'})
  const app = await createServer({settings, logger, metrics: createMetrics()})
  app.get('/', async () => 'ok')
  await app.listen({host: '127.0.0.1', port: 0})
  // A server that listens on a TCP port has an address object.
  const {port} = app.server.address() as AddressInfo
  // A client of its own kind would go by what the answers say; this one just keeps the connection.
  const socket = connect(port, '127.0.0.1')
  const closed = once(socket, 'close')
  const ask = async () => {
    socket.write('GET / HTTP/1.1\r\nhost: test\r\n\r\n')
    const [answer] = await once(socket, 'data')
    return String(answer).split('\r\n')[0]
  }
  expect(await ask()).toBe('HTTP/1.1 200 OK')
  await sleep(300)
  expect(await ask()).toBe('HTTP/1.1 200 OK')
  const idle = performance.now()
  await closed
  expect(performance.now() - idle).toBeGreaterThan(1300)
  await app.close()
})

test('connections outlive those that load balancers keep, which wait for a minute', () => {
  expect(read({}).KEEP_ALIVE_TIMEOUT).toBeGreaterThan(60_000)
})
