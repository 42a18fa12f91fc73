import type {FastifyInstance} from 'fastify'
import {readContract} from './platform/contract/document.js'
import {installRoutes} from './platform/contract/routes.js'
import {healthOperations} from './platform/health/health-operations.js'
import {type Check, createReadiness, type Readiness} from './platform/health/readiness.js'
import {openGuard} from './platform/http/protection.js'
import {createServer} from './platform/http/server.js'
import type {Logger} from './platform/logging/logger.js'
import type {Metrics} from './platform/metrics/metrics.js'
import {installProxy} from './proxy/proxy-route.js'
import {createUpstream, type Upstream} from './proxy/upstream.js'
import {connectRedis} from './redis/redis-connection.js'
import type {Route} from './routes/route.js'
import type {Settings} from './settings.js'

export interface GatewayOptions {
  readonly settings: Settings
  readonly routes: readonly Route[]
  readonly logger: Logger
  readonly metrics: Metrics
  readonly service: string
  readonly version: string
}

export interface Gateway {
  readonly app: FastifyInstance
  readonly readiness: Readiness
}

const contract = new URL('../contracts/openapi.yaml', import.meta.url)

/** The gateway with all of its routes, not listening yet. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const {settings, routes, logger, metrics, service, version} = options
  // A caller at the edge that does not say what it is counts as a browser.
  const app = await createServer({settings, logger, metrics, fallbackPlatform: 'web'})
  const guard = await openGuard({settings, metrics, realm: service})
  const redis = connectRedis(settings.REDIS_URL, logger)
  const means = {
    dnsServers: settings.DNS_SERVERS,
    redis: redis.client,
    redisPrefix: settings.REDIS_PREFIX,
    logger,
  }
  const proxied = routes.map(route => ({route, upstream: createUpstream({route, metrics, logger, means})}))
  app.addHook('onClose', async () => {
    await Promise.all(proxied.map(({upstream}) => upstream.close()))
    await redis.close()
  })

  const readiness = createReadiness(checksOf(proxied))
  const operations = healthOperations({service, version, readiness})
  const {RESPONSE_CHECK, NODE_ENV} = settings
  const responseCheck = RESPONSE_CHECK === 'auto' ? (NODE_ENV === 'production' ? 'off' : 'fail') : RESPONSE_CHECK
  installRoutes(app, {contract: readContract(contract), operations, guard, responseCheck})
  for (const {route, upstream} of proxied) await installProxy(app, {route, upstream, guard, service})
  return {app, readiness}
}

function checksOf(proxied: readonly {readonly route: Route; readonly upstream: Upstream}[]): Record<string, Check> {
  return Object.fromEntries(
    proxied.flatMap(({route: {name, ready}, upstream}) =>
      ready === undefined ? [] : [[name, (signal: AbortSignal) => upstream.check(ready, signal)]],
    ),
  )
}
