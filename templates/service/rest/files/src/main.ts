import type {FastifyInstance} from 'fastify'
import {service, version} from './about.js'
import {createApp} from './app.js'
import {ConfigError} from './platform/config/environment.js'
import {loadEnvironmentFiles} from './platform/config/environment-files.js'
import {createReadiness} from './platform/health/readiness.js'
import {createMemoryIdempotencyStore} from './platform/idempotency/memory-idempotency-store.js'
import {shutDownOnSignal} from './platform/lifecycle/shutdown.js'
import {createLogger} from './platform/logging/logger.js'
import {createMetrics} from './platform/metrics/metrics.js'
import {startMetricsServer} from './platform/metrics/metrics-server.js'
import {createUpstream} from './platform/outbound/upstream.js'
import {readSettings, type Settings} from './settings.js'
import {createDirectory, noDirectory} from './upstreams/directory.js'
import {exampleWorkItems} from './work-items/example-work-items.js'
import {createMemoryWorkItemRepository} from './work-items/memory-work-item-repository.js'
import {createWorkItems} from './work-items/work-items.js'

async function main(settings: Settings): Promise<void> {
  const {NODE_ENV, HOST: host, DIRECTORY_URL} = settings
  const logger = createLogger({service, version, level: settings.LOG_LEVEL})
  if (settings.JWKS_URL === undefined) logger.warn('JWKS_URL is not set: tokens of the development issuer are good.')
  const metrics = createMetrics({ofProcess: true})
  const directory = DIRECTORY_URL && createUpstream({name: 'directory', url: DIRECTORY_URL, service, metrics, logger})
  const repository = createMemoryWorkItemRepository(settings.EXAMPLE_DATA ? exampleWorkItems : [])
  const workItems = createWorkItems({repository, directory: directory ? createDirectory(directory) : noDirectory})
  // Upstreams are left out on purpose: when one is down, most requests can still be served.
  const readiness = createReadiness({storage: () => repository.check()})
  const idempotencyKeys = createMemoryIdempotencyStore()
  const app = await createApp({settings, logger, metrics, readiness, idempotencyKeys, workItems})

  const moveWhenBusy = NODE_ENV !== 'production'
  const metricsServer = await startMetricsServer({metrics, host, port: settings.METRICS_PORT, moveWhenBusy, logger})
  shutDownOnSignal({
    readiness,
    logger,
    closables: [app, ...(directory ? [directory] : []), metricsServer],
    drain: settings.SHUTDOWN_DRAIN,
    limit: settings.SHUTDOWN_LIMIT,
  })
  await listen(app, host, settings.PORT)
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
  // A mistake in the environment is told in plain words; the stack of anything else is needed.
  const told = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`${told}\n`)
  process.exit(1)
}
