import {mkdtempSync, rmSync} from 'node:fs'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Feature, Resources} from '../src/feature.js'
import * as registry from '../src/features.js'
import {openDevelopmentIssuer} from '../src/platform/auth/development-issuer.js'
import type {IdempotencyStore} from '../src/platform/idempotency/idempotency-store.js'
import {createMemoryIdempotencyStore} from '../src/platform/idempotency/memory-idempotency-store.js'
import type {JobQueue} from '../src/platform/jobs/job-queue.js'
import {createMemoryJobQueue} from '../src/platform/jobs/memory-job-queue.js'
import {createLogger} from '../src/platform/logging/logger.js'
import {createMetrics} from '../src/platform/metrics/metrics.js'
import {createService} from '../src/service.js'
import {readSettings} from '../src/settings.js'
import {exampleWorkItems} from '../src/work-items/example-work-items.js'
import type {MemberDirectory} from '../src/work-items/member-directory.js'
import {createMemoryWorkItemRepository} from '../src/work-items/memory-work-item-repository.js'
import type {WorkItemRepository} from '../src/work-items/work-item-repository.js'
import {createWorkItems} from '../src/work-items/work-items.js'
import {freePorts} from './free-ports.js'
import {openResources} from './open-resources.js'
import {allScopes} from './scopes.js'

const features: readonly Feature[] = Object.values(registry)

export interface ServiceOptions {
  readonly environment?: Readonly<Record<string, string>>
  readonly repository?: WorkItemRepository
  readonly directory?: MemberDirectory
  readonly idempotencyKeys?: IdempotencyStore
  readonly jobs?: JobQueue
  /** In place of those that the features' own tests bring. */
  readonly resources?: Partial<Resources>
}

/** What a test sends; a body that is no text goes as JSON. */
export interface TestRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Left out: everything is allowed. Null: no token is sent. */
  readonly scopes?: readonly string[] | null
}

export interface TestAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, and fail where they are wrong.
  readonly body: any
}

/** The service on a free port, with all of its features, everything real but the storage and the directory. */
export async function startService(options: ServiceOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'service-'))
  const settings = readSettings({
    ...freePorts,
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DEV_ISSUER_FILE: join(folder, 'issuer.json'),
    RATE_LIMIT_API: '100000/60',
    // A busy machine must not make tests fail.
    MAX_EVENT_LOOP_DELAY: '0',
    ...options.environment,
  })
  const repository = options.repository ?? createMemoryWorkItemRepository(exampleWorkItems)
  const directory = options.directory ?? {hasMember: async id => id === 'm-1'}
  const metrics = createMetrics()
  const logger = createLogger({service: 'test', version: '0', level: settings.LOG_LEVEL})
  const idempotencyKeys = options.idempotencyKeys ?? createMemoryIdempotencyStore()
  const {JOBS_AT_ONCE: concurrent, JOBS_WAITING: waiting} = settings
  const jobs = options.jobs ?? createMemoryJobQueue({logger, concurrent, waiting})
  const {outbox, transaction = outbox?.transaction} = options.resources ?? {}
  const workItems = createWorkItems({repository, directory, transaction})
  const {app, readiness, start, close} = await createService({
    settings,
    logger,
    metrics,
    features,
    provision: {
      ...openResources(),
      ...options.resources,
      idempotencyKeys,
      jobs,
      checks: {storage: () => repository.check()},
    },
    workItems,
    readinessOptions: {keep: 0},
  })
  const addresses = await start({host: '127.0.0.1', port: 0})
  // A server that listens on a TCP port has an address object.
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const issuer = await openDevelopmentIssuer(settings.DEV_ISSUER_FILE)
  const token = (scopes: readonly string[], subject = 'tester', lifetime = 60) =>
    issuer.mint({subject, scopes, roles: [], lifetime})

  const send = async (path: string, request: TestRequest = {}): Promise<TestAnswer> => {
    const {method = 'GET', body, scopes = allScopes} = request
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(scopes && {authorization: `Bearer ${await token(scopes)}`}),
        ...(text !== undefined && {'content-type': 'application/json'}),
        ...request.headers,
      },
      ...(text !== undefined && {body: text}),
    })
    const answer = await response.text()
    return {status: response.status, headers: response.headers, body: answer === '' ? undefined : JSON.parse(answer)}
  }

  return {
    url,
    /** Where each feature takes work in: `grpc://127.0.0.1:40001`. */
    addresses,
    send,
    token,
    app,
    readiness,
    metrics,
    workItems,
    async close() {
      await close()
      await jobs.close()
      rmSync(folder, {recursive: true})
    },
  }
}

export type TestService = Awaited<ReturnType<typeof startService>>
