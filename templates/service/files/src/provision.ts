import type {Feature, Provided, Resources, Surroundings} from './feature.js'
import type {Check} from './platform/health/readiness.js'
import {createMemoryIdempotencyStore} from './platform/idempotency/memory-idempotency-store.js'
import {createJobMetrics} from './platform/jobs/job-metrics.js'
import {createMemoryJobQueue} from './platform/jobs/memory-job-queue.js'
import type {Closable} from './platform/lifecycle/shutdown.js'

/** Everything that the domain needs from outside. */
export interface Provision extends Resources, Closable {
  readonly checks: Readonly<Record<string, Check>>
}

/** Opens what the features provide. When one fails, those that are open already are closed. */
export async function provide(features: readonly Feature[], surroundings: Surroundings): Promise<Provision> {
  const all: Provided[] = []
  const close = async () => {
    for (const provided of [...all].reverse()) await provided.close?.()
  }
  try {
    for (const feature of features) if (feature.provide) all.push(await feature.provide(surroundings))
    const resources = resourcesOf(all, surroundings)
    return {
      ...resources,
      checks: Object.assign({}, ...all.map(({checks}) => checks)),
      async close() {
        // First: jobs are finished with what everybody else provides.
        await resources.jobs.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

function resourcesOf(all: readonly Provided[], {settings, logger, metrics}: Surroundings): Resources {
  const offered = all.map(({workItemRepository}) => workItemRepository)
  const workItemRepository = onlyOne('workItemRepository', offered)
  if (workItemRepository === undefined) throw new Error('No feature provides "workItemRepository".')
  const idempotencyKeys = onlyOne(
    'idempotencyKeys',
    all.map(provided => provided.idempotencyKeys),
  )
  const jobs = onlyOne(
    'jobs',
    all.map(provided => provided.jobs),
  )
  return {
    workItemRepository,
    idempotencyKeys: idempotencyKeys ?? createMemoryIdempotencyStore(),
    jobs:
      jobs ??
      createMemoryJobQueue({
        logger,
        metrics: createJobMetrics(metrics.registry),
        concurrent: settings.JOBS_AT_ONCE,
        waiting: settings.JOBS_WAITING,
      }),
  }
}

function onlyOne<Resource>(name: string, offered: readonly (Resource | undefined)[]): Resource | undefined {
  const [first, second] = offered.filter(resource => resource !== undefined)
  if (second !== undefined) throw new Error(`Two features provide "${name}".`)
  return first
}
