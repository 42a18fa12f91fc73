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

/** Opens what the features provide, each with what those before it gave. When one fails, those that are open already
 * are closed. */
export async function provide(features: readonly Feature[], surroundings: Surroundings): Promise<Provision> {
  const all: Provided[] = []
  const close = async () => {
    for (const provided of [...all].reverse()) await provided.close?.()
  }
  try {
    let given: Partial<Resources> = {}
    for (const feature of features) {
      if (!feature.provide) continue
      const provided = await feature.provide(surroundings, given)
      all.push(provided)
      given = together(given, provided)
    }
    const resources = complete(given, surroundings)
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

function together(given: Partial<Resources>, {checks, close, ...resources}: Provided): Partial<Resources> {
  const twice = Object.keys(resources).find(name => name in given)
  if (twice !== undefined) throw new Error(`Two features provide "${twice}".`)
  return {...given, ...resources}
}

/** What no feature has given is kept in this process; only the domain's own data must have a place. */
function complete(given: Partial<Resources>, {settings, logger, metrics}: Surroundings): Resources {
  const {workItemRepository} = given
  if (workItemRepository === undefined) throw new Error('No feature provides "workItemRepository".')
  return {
    ...given,
    workItemRepository,
    idempotencyKeys: given.idempotencyKeys ?? createMemoryIdempotencyStore(),
    jobs:
      given.jobs ??
      createMemoryJobQueue({
        logger,
        metrics: createJobMetrics(metrics.registry),
        concurrent: settings.JOBS_AT_ONCE,
        waiting: settings.JOBS_WAITING,
      }),
  }
}
