import {service, version} from './about.js'
import type {Feature, Surroundings} from './feature.js'
import * as registry from './features.js'
import {ConfigError} from './platform/config/environment.js'
import {loadEnvironmentFiles} from './platform/config/environment-files.js'
import {shutDownOnSignal} from './platform/lifecycle/shutdown.js'
import {createLogger} from './platform/logging/logger.js'
import {createMetrics} from './platform/metrics/metrics.js'
import {startMetricsServer} from './platform/metrics/metrics-server.js'
import type {Upstream} from './platform/outbound/upstream.js'
import {openTracing} from './platform/tracing/open-tracing.js'
import {provide} from './provision.js'
import {createService} from './service.js'
import {readSettings, type Settings} from './settings.js'
import {createDirectory, noDirectory} from './upstreams/directory.js'
import {createWorkItems} from './work-items/work-items.js'

const features: readonly Feature[] = Object.values(registry)

async function main(settings: Settings): Promise<void> {
  const {NODE_ENV, HOST: host, PORT: port, DIRECTORY_URL} = settings
  const logger = createLogger({service, version, level: settings.LOG_LEVEL})
  if (settings.JWKS_URL === undefined) logger.warn('JWKS_URL is not set: tokens of the development issuer are good.')
  const tracing = await openTracing({settings, service, version, logger})
  const metrics = createMetrics({ofProcess: true})
  const provision = await provide(features, {settings, logger, metrics})
  const directory = DIRECTORY_URL === undefined ? undefined : await openDirectory(DIRECTORY_URL, {metrics, logger})
  const workItems = createWorkItems({
    repository: provision.workItemRepository,
    directory: directory ? createDirectory(directory) : noDirectory,
    transaction: provision.outbox?.transaction ?? provision.transaction,
  })
  const running = await createService({settings, logger, metrics, features, provision, workItems})

  const moveWhenBusy = NODE_ENV !== 'production'
  const metricsServer = await startMetricsServer({metrics, host, port: settings.METRICS_PORT, moveWhenBusy, logger})
  shutDownOnSignal({
    readiness: running.readiness,
    logger,
    closables: [running, ...(directory ? [directory] : []), provision, metricsServer, tracing],
    drain: settings.SHUTDOWN_DRAIN,
    limit: settings.SHUTDOWN_LIMIT,
  })
  await start(running, host, port)
  // Whoever waits for the line that says so need not wait for others.
  logger.flush()
}

/** What calls others is loaded only where somebody is called. */
async function openDirectory(url: string, surroundings: Pick<Surroundings, 'metrics' | 'logger'>): Promise<Upstream> {
  const {createUpstream} = await import('./platform/outbound/upstream.js')
  return createUpstream({name: 'directory', url, service, ...surroundings})
}

async function start(running: Awaited<ReturnType<typeof createService>>, host: string, port: number): Promise<void> {
  try {
    await running.start({host, port})
  } catch (error) {
    const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!busy) throw error
    throw new ConfigError([
      `Port ${'port' in error ? error.port : port} is taken: something else listens there already.`,
    ])
  }
}

loadEnvironmentFiles()

try {
  await main(readSettings(process.env))
} catch (error) {
  // A mistake in the environment is told in plain words; the stack of anything else is needed.
  const told = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`${told}\n`)
  process.exit(1)
}
