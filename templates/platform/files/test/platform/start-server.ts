import type {AddressInfo} from 'node:net'
import {z} from 'zod'
import {readEnvironment} from '../../src/platform/config/environment.js'
import {platformSettings} from '../../src/platform/config/settings.js'
import {createServer} from '../../src/platform/http/server.js'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'

type App = Awaited<ReturnType<typeof createServer>>

const closing: (() => Promise<unknown>)[] = []

/** Ends all that was started since the last time. */
export async function stopServers(): Promise<void> {
  for (const close of closing.splice(0)) await close()
}

/** A server with the routes of a test, its log lines and its metrics. */
export async function startServer(routes: (app: App) => void, environment: Readonly<Record<string, string>> = {}) {
  const lines: Record<string, unknown>[] = []
  const logger = createLogger(
    {service: 'test', version: '1.2.3', level: 'info'},
    {write: (line: string) => void lines.push(JSON.parse(line))},
  )
  const metrics = createMetrics()
  const settings = readEnvironment(z.object(platformSettings), {MAX_EVENT_LOOP_DELAY: '0', ...environment})
  const app = await createServer({settings, logger, metrics})
  routes(app)
  await app.listen({host: '127.0.0.1', port: 0})
  closing.push(() => app.close())
  // A server that listens on a TCP port has an address object.
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  return {app, url, lines, metrics}
}
