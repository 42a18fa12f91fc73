import type {FastifyInstance} from 'fastify'
import {service, version} from './about.js'
import {readContract} from './platform/contract/document.js'
import {installRoutes} from './platform/contract/routes.js'
import {healthOperations} from './platform/health/health-operations.js'
import type {Readiness} from './platform/health/readiness.js'
import {openGuard} from './platform/http/protection.js'
import {createServer} from './platform/http/server.js'
import type {IdempotencyStore} from './platform/idempotency/idempotency-store.js'
import type {Logger} from './platform/logging/logger.js'
import type {Metrics} from './platform/metrics/metrics.js'
import type {Settings} from './settings.js'
import {workItemOperations} from './work-items/work-item-operations.js'
import type {WorkItems} from './work-items/work-items.js'

/** What the HTTP side needs; tests give parts of their own. */
export interface AppParts {
  readonly settings: Settings
  readonly logger: Logger
  readonly metrics: Metrics
  readonly readiness: Readiness
  readonly idempotencyKeys: IdempotencyStore
  readonly workItems: WorkItems
}

/** The service, ready to listen. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const {settings, logger, metrics, readiness, idempotencyKeys, workItems} = parts
  const app = await createServer({settings, logger, metrics})
  const check = settings.RESPONSE_CHECK
  installRoutes(app, {
    contract: readContract(new URL('../contracts/openapi.yaml', import.meta.url)),
    guard: await openGuard({settings, metrics, realm: service}),
    responseCheck: check === 'auto' ? (settings.NODE_ENV === 'production' ? 'off' : 'fail') : check,
    operations: {
      ...healthOperations({service, version, readiness}),
      ...workItemOperations(workItems, idempotencyKeys),
    },
  })
  return app
}
