import {existsSync, readFileSync} from 'node:fs'
import type {FastifyInstance} from 'fastify'
import {service, version} from './about.js'
import {createGateway} from './gateway.js'
import {ConfigError} from './platform/config/environment.js'
import {loadEnvironmentFiles} from './platform/config/environment-files.js'
import {shutDownOnSignal} from './platform/lifecycle/shutdown.js'
import {createLogger} from './platform/logging/logger.js'
import {createMetrics} from './platform/metrics/metrics.js'
import {startMetricsServer} from './platform/metrics/metrics-server.js'
import {openTracing} from './platform/tracing/open-tracing.js'
import type {Layout} from './routes/layout.js'
import {readLayout} from './routes/read-layout.js'
import {watchRoutes} from './routes/watch-routes.js'
import {readSettings, type Settings} from './settings.js'

async function main(settings: Settings): Promise<void> {
  const {NODE_ENV, HOST: host} = settings
  const layout = layoutOf(settings)
  const logger = createLogger({service, version, level: settings.LOG_LEVEL})
  if (settings.JWKS_URL === undefined) logger.warn('JWKS_URL is not set: tokens of the development issuer are good.')
  const tracing = await openTracing({settings, service, version, logger})
  const metrics = createMetrics({ofProcess: true})
  const {app, readiness, replace} = await createGateway({settings, layout, logger, metrics, service, version})
  if (layout.routes.length === 0)
    logger.warn(`"${settings.GATEWAY_FILE}" has no routes: nothing is behind this gateway yet.`)

  const moveWhenBusy = NODE_ENV !== 'production'
  const metricsServer = await startMetricsServer({metrics, host, port: settings.METRICS_PORT, moveWhenBusy, logger})
  const watch = watchRoutes({file: settings.GATEWAY_FILE, read: () => layoutOf(settings), replace, logger})
  shutDownOnSignal({
    readiness,
    logger,
    closables: [watch, app, metricsServer, tracing],
    drain: settings.SHUTDOWN_DRAIN,
    limit: settings.SHUTDOWN_LIMIT,
  })
  await listen(app, host, settings.PORT)
  // Whoever waits for the line that says so need not wait for others.
  logger.flush()
}

function layoutOf({GATEWAY_FILE}: Settings): Layout {
  if (!existsSync(GATEWAY_FILE)) throw new ConfigError([`GATEWAY_FILE is "${GATEWAY_FILE}": there is no such file.`])
  return readLayout(readFileSync(GATEWAY_FILE, 'utf8'), process.env)
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({host, port})
  } catch (error) {
    const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    throw busy ? new ConfigError([`PORT is ${port}: something else listens there already.`]) : error
  }
}

loadEnvironmentFiles()

try {
  await main(readSettings(process.env))
} catch (error) {
  // A mistake in the settings is told in plain words; the stack of anything else is needed.
  const told = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`${told}\n`)
  process.exit(1)
}
