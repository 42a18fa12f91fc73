import type {FastifyInstance} from 'fastify'
import {service as name, version} from './about.js'
import type {Feature, Installed, Surroundings} from './feature.js'
import {readContract} from './platform/contract/document.js'
import {installRoutes} from './platform/contract/routes.js'
import {healthOperations} from './platform/health/health-operations.js'
import {createReadiness, type Readiness, type ReadinessOptions} from './platform/health/readiness.js'
import {closingOf} from './platform/http/closing.js'
import {openGuard} from './platform/http/protection.js'
import {createServer} from './platform/http/server.js'
import type {Closable} from './platform/lifecycle/shutdown.js'
import type {Provision} from './provision.js'
import type {WorkItems} from './work-items/work-items.js'

/** What a service is put together from; tests give parts of their own. */
export interface ServiceParts extends Surroundings {
  readonly features: readonly Feature[]
  readonly provision: Omit<Provision, 'workItemRepository' | 'close'>
  readonly workItems: WorkItems
  readonly readinessOptions?: ReadinessOptions
}

/** A service with all of its features in place. */
export interface RunningService extends Closable {
  readonly app: FastifyInstance
  readonly readiness: Readiness
  /** Lets work in and says where, each feature first and HTTP last: when that answers, everything is there. */
  start(listen: {readonly host: string; readonly port: number}): Promise<readonly string[]>
}

/** Puts the service together; nothing comes in before `start`. */
export async function createService(parts: ServiceParts): Promise<RunningService> {
  const {settings, logger, metrics, features, workItems} = parts
  const {checks: provided, ...resources} = parts.provision
  const app = await createServer({settings, logger, metrics})
  const guard = await openGuard({settings, metrics, realm: name})
  const installed: Installed[] = []
  // Asked each time, because features are told of readiness before they have said what it depends on. Upstreams are left
  // out on purpose: when one is down, most requests can still be served.
  const checks = () => Object.assign({}, provided, ...installed.map(each => each.checks))
  const readiness = createReadiness(checks, parts.readinessOptions)
  for (const feature of features) {
    if (!feature.install) continue
    installed.push(await feature.install({settings, logger, metrics, app, guard, readiness, ...resources, workItems}))
  }
  const check = settings.RESPONSE_CHECK
  installRoutes(app, {
    contract: readContract(new URL('../contracts/openapi.yaml', import.meta.url)),
    guard,
    responseCheck: check === 'auto' ? (settings.NODE_ENV === 'production' ? 'off' : 'fail') : check,
    operations: Object.assign(
      {},
      healthOperations({service: name, version, readiness}),
      ...installed.map(({operations}) => operations),
    ),
  })
  return {
    app,
    readiness: {
      state: readiness.state,
      drain() {
        readiness.drain()
        closingOf(app)?.begin()
        for (const {withdraw} of installed) {
          withdraw?.().catch(error => logger.warn({err: error}, 'Others were not told that this instance stops.'))
        }
      },
    },
    async start(listen) {
      const addresses: string[] = []
      for (const {start} of installed) addresses.push(...[(await start?.()) ?? []].flat())
      addresses.push(await app.listen(listen))
      for (const {announce} of installed) await announce?.(addresses)
      return addresses
    },
    async close() {
      // All at once: each stops taking work in and finishes its own.
      await Promise.all([app.close(), ...installed.map(each => each.close?.())])
      await resources.jobs.close()
      await Promise.all(installed.map(each => each.finish?.()))
    },
  }
}
