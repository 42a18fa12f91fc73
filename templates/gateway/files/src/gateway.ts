import type {FastifyInstance} from 'fastify'
import {createGeneration, type Generation} from './generation.js'
import {rateLimitStore} from './limits/rate-limit-store.js'
import type {Policy} from './platform/auth/policy.js'
import {createReadiness, type Readiness} from './platform/health/readiness.js'
import {installClosing} from './platform/http/closing.js'
import {openGuard} from './platform/http/protection.js'
import {createFront} from './platform/http/server.js'
import type {Logger} from './platform/logging/logger.js'
import type {Metrics} from './platform/metrics/metrics.js'
import {readWindows} from './platform/rate-limit/classes.js'
import {policies as teamPolicies} from './policies.js'
import {createUpstream, type Upstream} from './proxy/upstream.js'
import {connectRedis} from './redis/redis-connection.js'
import {openRevocations} from './revocation/open-revocations.js'
import type {Layout} from './routes/layout.js'
import type {Route} from './routes/route.js'
import type {Settings} from './settings.js'
import {routeUpgrade} from './web-socket/upgrades.js'
import {createWebSockets} from './web-socket/web-sockets.js'

export interface GatewayOptions {
  readonly settings: Settings
  readonly layout: Layout
  readonly logger: Logger
  readonly metrics: Metrics
  readonly service: string
  readonly version: string
  /** What routes may name as their policy; those of src/policies.ts when left out. */
  readonly policies?: Readonly<Record<string, Policy>>
}

export interface Gateway {
  /** Takes connections; the routes are those of the newest reading of gateway.yaml. */
  readonly app: FastifyInstance
  readonly readiness: Readiness
  /** Serves these routes from now on. What was begun ends as it began. Of routes that stay as they were, connections, breakers
   * and the health of instances stay, too. */
  replace(layout: Layout): Promise<void>
}

/** The gateway with all of its routes, not listening yet. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const {settings, layout, logger, metrics, service} = options
  const redis = connectRedis(settings.REDIS_URL, logger)
  // Counts and revocations are this gateway's own, whatever else is kept in the same Redis; the registry is for all.
  const kept = {client: redis.client, prefix: `${settings.REDIS_PREFIX}${service}:`, logger}
  const means = {dnsServers: settings.DNS_SERVERS, redis: redis.client, redisPrefix: settings.REDIS_PREFIX, logger}
  const app = createFront({settings, logger})
  const closing = installClosing(app)
  const revocations = await openRevocations(settings, kept)
  const guard = await openGuard({
    settings,
    metrics,
    realm: service,
    revocations,
    addressLimit: readWindows(settings.RATE_LIMIT_ADDRESS, 'RATE_LIMIT_ADDRESS'),
    rateLimitStore: rateLimitStore(settings, kept),
    onKeyProblem: error => logger.error({err: error}, 'The API keys can not be replaced: those of before go on.'),
  })
  const readiness = createReadiness(() => current.checks)
  const webSockets = createWebSockets(settings.CORS_ORIGINS)
  const lasting = {policies: teamPolicies, ...options, revocations, guard, readiness, closing, webSockets}

  const upstreamsOf = (wanted: readonly Route[], before?: Generation): Map<Route, Upstream> => {
    const known = new Map([...(before?.upstreams ?? [])].map(([route, upstream]) => [JSON.stringify(route), upstream]))
    return new Map(
      wanted.map(route => [route, known.get(JSON.stringify(route)) ?? createUpstream({route, metrics, logger, means})]),
    )
  }
  let current = await createGeneration(upstreamsOf(layout.routes), layout.aggregates, lasting)
  const leaving = new Set<Promise<void>>()

  /** Closes what only the generation before had, when nobody needs it any more. */
  const retire = async ({app: old, finish, upstreams}: Generation, next?: Generation): Promise<void> => {
    await finish()
    await old.close()
    const kept = new Set(next?.upstreams.values())
    await Promise.all([...upstreams.values()].filter(upstream => !kept.has(upstream)).map(each => each.close()))
  }

  app.server.removeAllListeners('request')
  app.server.on('request', (request, answer) => current.app.routing(request, answer))
  app.server.on('upgrade', (request, socket, head) => routeUpgrade(current.app, request, socket, head))
  app.addHook('preClose', async () => webSockets.close())
  app.addHook('onClose', async () => {
    await Promise.all([...leaving, retire(current)])
    revocations.close()
    await redis.close()
  })

  return {
    app,
    readiness: {
      state: readiness.state,
      drain() {
        readiness.drain()
        closing.begin()
      },
    },
    async replace({routes: wanted, aggregates}) {
      const before = current
      const upstreams = upstreamsOf(wanted, before)
      try {
        current = await createGeneration(upstreams, aggregates, lasting)
      } catch (error) {
        const known = new Set(before.upstreams.values())
        await Promise.all([...upstreams.values()].filter(each => !known.has(each)).map(each => each.close()))
        throw error
      }
      const left = retire(before, current).finally(() => leaving.delete(left))
      leaving.add(left)
    },
  }
}
