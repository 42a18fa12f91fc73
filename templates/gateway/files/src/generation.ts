import type {FastifyInstance} from 'fastify'
import type {Aggregate} from './aggregates/aggregate.js'
import {installAggregate} from './aggregates/aggregate-route.js'
import type {PartSource} from './aggregates/ask-part.js'
import type {Guard} from './platform/auth/guard.js'
import type {Policy} from './platform/auth/policy.js'
import {readContract} from './platform/contract/document.js'
import {installRoutes} from './platform/contract/routes.js'
import {healthOperations} from './platform/health/health-operations.js'
import type {Check, Readiness} from './platform/health/readiness.js'
import type {Closing} from './platform/http/closing.js'
import {follow} from './platform/http/request-end.js'
import {createServer} from './platform/http/server.js'
import type {Logger} from './platform/logging/logger.js'
import type {Metrics} from './platform/metrics/metrics.js'
import {protectionOf} from './proxy/protection-of.js'
import {installProxy} from './proxy/proxy-route.js'
import type {Upstream} from './proxy/upstream.js'
import {revocationOperations} from './revocation/revocation-operations.js'
import type {RevocationStore} from './revocation/revocation-store.js'
import type {Route} from './routes/route.js'
import {serviceOperations} from './service-operations.js'
import type {Settings} from './settings.js'
import type {WebSockets} from './web-socket/web-sockets.js'

/** The routes of one reading of gateway.yaml, ready to answer. */
export interface Generation {
  readonly app: FastifyInstance
  readonly upstreams: ReadonlyMap<Route, Upstream>
  readonly checks: Readonly<Record<string, Check>>
  /** Resolves when everything that was begun is answered. */
  finish(): Promise<void>
}

export interface GenerationOptions {
  readonly settings: Settings
  readonly logger: Logger
  readonly metrics: Metrics
  readonly service: string
  readonly version: string
  /** What outlives every generation: counts, keys, the state of this instance, the server that takes connections. */
  readonly guard: Guard
  readonly readiness: Readiness
  readonly closing: Closing
  readonly webSockets: WebSockets
  readonly revocations: RevocationStore
  readonly policies: Readonly<Record<string, Policy>>
}

const contract = readContract(new URL('../contracts/openapi.yaml', import.meta.url))

export async function createGeneration(
  upstreams: ReadonlyMap<Route, Upstream>,
  aggregates: readonly Aggregate[],
  options: GenerationOptions,
): Promise<Generation> {
  const {settings, logger, metrics, service, version, guard, readiness, closing, webSockets} = options
  // A caller at the edge that does not say what it is counts as a browser.
  const app = await createServer({settings, logger, metrics, fallbackPlatform: 'web', closing})
  const finish = countRequests(app)
  const operations = {
    ...healthOperations({service, version, readiness}),
    ...serviceOperations(upstreams),
    ...revocationOperations(options.revocations),
  }
  const {RESPONSE_CHECK, NODE_ENV} = settings
  const responseCheck = RESPONSE_CHECK === 'auto' ? (NODE_ENV === 'production' ? 'off' : 'fail') : RESPONSE_CHECK
  installRoutes(app, {contract, operations, guard, responseCheck})
  for (const [route, upstream] of upstreams) {
    const protection = protectionOf(route, options.policies)
    await installProxy(app, {route, upstream, guard, protection, service, webSockets})
  }
  for (const aggregate of aggregates) {
    const protection = protectionOf(aggregate, options.policies)
    const sources = sourcesOf(aggregate, upstreams, options.policies)
    installAggregate(app, {aggregate, sources, guard, protection, service})
  }
  await app.ready()
  return {app, upstreams, checks: checksOf(upstreams), finish}
}

/** What is behind the parts of an aggregate; that there is such a route was seen to when the file was read. */
function sourcesOf(
  {parts}: Aggregate,
  upstreams: ReadonlyMap<Route, Upstream>,
  policies: Readonly<Record<string, Policy>>,
): PartSource[] {
  return parts.flatMap(part =>
    [...upstreams]
      .filter(([{name}]) => name === part.route)
      .map(([route, upstream]) => ({route, upstream, protection: protectionOf(route, policies)})),
  )
}

/** Gives what waits until no request is under way. */
function countRequests(app: FastifyInstance): () => Promise<void> {
  let running = 0
  let idle = () => {}
  follow(app, {
    begin() {
      running += 1
    },
    end() {
      running -= 1
      if (running === 0) idle()
    },
  })
  return () =>
    new Promise(resolve => {
      idle = resolve
      if (running === 0) resolve()
    })
}

function checksOf(upstreams: ReadonlyMap<Route, Upstream>): Record<string, Check> {
  return Object.fromEntries(
    [...upstreams].flatMap(([{name, ready}, upstream]) =>
      ready === undefined ? [] : [[name, (signal: AbortSignal) => upstream.check(ready, signal)]],
    ),
  )
}
