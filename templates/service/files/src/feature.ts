import type {FastifyInstance} from 'fastify'
import type {z} from 'zod'
import type {Guard} from './platform/auth/guard.js'
import type {EnvironmentRule} from './platform/config/environment.js'
import type {Operations} from './platform/contract/operation.js'
import type {Check, Readiness} from './platform/health/readiness.js'
import type {IdempotencyStore} from './platform/idempotency/idempotency-store.js'
import type {JobQueue} from './platform/jobs/job-queue.js'
import type {Closable} from './platform/lifecycle/shutdown.js'
import type {Logger} from './platform/logging/logger.js'
import type {MessageBroker} from './platform/messaging/message-broker.js'
import type {Outbox} from './platform/messaging/outbox.js'
import type {SeenEvents} from './platform/messaging/seen-events.js'
import type {Metrics} from './platform/metrics/metrics.js'
import type {Settings} from './settings.js'
import type {WorkItemRepository} from './work-items/work-item-repository.js'
import type {WorkItems} from './work-items/work-items.js'

/** Variables of the environment, each with its meaning and, where there is one, its default. */
type Shape = z.ZodRawShape

/** What is there before anything else. */
export interface Surroundings<Own extends Shape = Shape> {
  /** Those of the service, and the feature's own. */
  readonly settings: Settings & z.output<z.ZodObject<Own>>
  readonly logger: Logger
  readonly metrics: Metrics
}

/** What a feature may give to the domain. Nothing can be given by two features. */
export interface Resources {
  readonly workItemRepository: WorkItemRepository
  readonly idempotencyKeys: IdempotencyStore
  /** Makes one of all that is awaited within it, where the storage can. */
  readonly transaction?: (<T>(work: () => Promise<T>) => Promise<T>) | undefined
  /** Takes work that goes on after its request was answered. */
  readonly jobs: JobQueue
  /** Carries events between services, if this one has any. */
  readonly messageBroker?: MessageBroker | undefined
  /** Which events were handled already; kept in the process unless it is given. */
  readonly seenEvents?: SeenEvents | undefined
  /** Makes one of a change and of the messages that tell of it. */
  readonly outbox?: Outbox | undefined
}

/** Resources, and what goes with them. */
export interface Provided extends Partial<Resources>, Partial<Closable> {
  /** What readiness depends on, by the name that probes show. */
  readonly checks?: Readonly<Record<string, Check>>
}

/** The service as features see it that speak to the outside. */
export interface Service<Own extends Shape = Shape> extends Surroundings<Own>, Omit<Resources, 'workItemRepository'> {
  /** The HTTP server: routes and plugins may be added; it listens when everything is in place. */
  readonly app: FastifyInstance
  /** Stands before operations: credentials, permissions, rate limits. */
  readonly guard: Guard
  /** Whether the service can serve, for protocols that have a question of their own for it. */
  readonly readiness: Pick<Readiness, 'state'>
  readonly workItems: WorkItems
}

/** What a feature has put in place. */
export interface Installed extends Partial<Closable> {
  /** The code of operations in contracts/openapi.yaml. */
  readonly operations?: Operations
  readonly checks?: Readonly<Record<string, Check>>
  /** Lets work in, and says where: `http://…`, `grpc://…`. The HTTP server is not the feature's business. */
  readonly start?: () => Promise<string | undefined>
  /** Tells others where the service is; called when everything listens, with every address. */
  readonly announce?: (addresses: readonly string[]) => Promise<void>
  /** Takes that back; called when the service is about to stop, while it still serves. */
  readonly withdraw?: () => Promise<void>
  /** Called when no work is left: sends off what the last of it has caused. */
  readonly finish?: () => Promise<void>
}

/** One thing that a service can do: a kind of interface, a storage, messages. `src/features.ts` lists those of this one. */
export interface Feature<Own extends Shape = Shape> {
  /** Variables that only this feature reads. */
  readonly settings?: Own
  /** What must hold between variables. */
  readonly rules?: readonly EnvironmentRule[]
  /** Opens what the domain needs; closed when nothing uses it any more. `given` is what features before it have provided. */
  provide?(surroundings: Surroundings<Own>, given: Partial<Resources>): Promise<Provided>
  /** Puts something in place that uses the domain; closed, with its work under way, before what it uses. */
  install?(service: Service<Own>): Promise<Installed>
}

/** Checks a feature against the settings that it declares. */
export function defineFeature<Own extends Shape = Record<never, never>>(feature: Feature<Own>): Feature<Own> {
  return feature
}
