import {ApiError} from '../platform/errors/api-error.js'
import {isOver, type JobHandler} from '../platform/jobs/job.js'
import type {JobMetrics} from '../platform/jobs/job-metrics.js'
import type {JobQueue} from '../platform/jobs/job-queue.js'
import type {Logger} from '../platform/logging/logger.js'
import type {Database} from '../postgres/database.js'
import {repeat} from '../postgres/repeat.js'
import {workInRounds} from '../postgres/rounds.js'
import {createSignal} from '../postgres/signal.js'
import {createJobStore, type TakenJob} from './job-store.js'
import {notOurs, performJob, serviceStops} from './perform-job.js'

/** How much one process takes upon itself, and how long it is waited for. Times in milliseconds. */
export interface PostgresJobQueueOptions {
  readonly database: Database
  readonly logger: Logger
  readonly metrics?: JobMetrics
  /** Jobs at a time. */
  readonly concurrent?: number
  /** Jobs that may wait, for all instances together. */
  readonly waiting?: number
  /** That one job may take. */
  readonly longest?: number
  /** After which another process takes a job of which nothing is heard. */
  readonly lease?: number
  /** How often a job may be begun: one that kills its process each time is given up. */
  readonly mostAttempts?: number
  /** After which it looks for what others have left. */
  readonly pause?: number
  /** That jobs under way have when the service stops; what is not done by then is given back. */
  readonly patience?: number
  /** For which jobs that are over can be looked at. */
  readonly keepFor?: number
}

const day = 24 * 60 * 60 * 1000

/** Jobs that outlive their process: whichever instance is free does them. */
export function createPostgresJobQueue(options: PostgresJobQueueOptions): JobQueue {
  const {database, logger, metrics, concurrent = 4, waiting = 100, longest = 600_000, lease = 20_000} = options
  const {mostAttempts = 3, pause = 1000, patience = 10_000, keepFor = day} = options
  const store = createJobStore(database)
  const handlers = new Map<string, JobHandler>()
  const underWay = new Map<string, {readonly stop: AbortController; readonly done: Promise<void>}>()
  const added = createSignal()
  let closing: Promise<void> | undefined

  const perform = async (taken: TakenJob, handler: JobHandler, stop: AbortController): Promise<void> => {
    const {job, attempts} = taken
    const handle = attempts > mostAttempts ? () => Promise.reject(abandoned(attempts)) : handler
    const status = await performJob({store, handler: handle, taken, stop, logger, longest, lease})
    if (status !== undefined && status !== 'pending') metrics?.finished.inc({kind: job.kind, status})
  }

  const round = async (): Promise<number> => {
    const free = concurrent - underWay.size
    if (free === 0) return 0
    const taken = await store.take([...handlers.keys()], free, lease)
    for (const each of taken) {
      const {jobId, kind} = each.job
      const handler = handlers.get(kind)
      if (!handler) continue
      const stop = new AbortController()
      const done = perform(each, handler, stop)
        // It is taken again when its lease has ended.
        .catch(error => logger.error({err: error, jobId}, 'The end of a job could not be noted.'))
        .finally(() => {
          underWay.delete(jobId)
          added.give()
        })
      underWay.set(jobId, {stop, done})
    }
    return taken.length
  }

  const rounds = workInRounds({round, woken: added, pause, logger, what: 'Jobs'})
  const counting = repeat(async () => metrics?.waiting.set(await store.waiting()), {
    every: 5 * pause,
    logger,
    what: 'Counting jobs',
  })
  const forgetting = repeat(() => store.forget(keepFor), {every: 600 * pause, logger, what: 'Forgetting jobs'})

  const close = async (): Promise<void> => {
    await rounds.close()
    await Promise.all([counting.close(), forgetting.close()])
    const timer = setTimeout(() => {
      for (const {stop} of underWay.values()) stop.abort(serviceStops)
    }, patience)
    await Promise.all([...underWay.values()].map(({done}) => done))
    clearTimeout(timer)
  }

  return {
    handle(kind, handler) {
      if (handlers.has(kind)) throw new Error(`Two handlers do jobs of the kind "${kind}".`)
      handlers.set(kind, handler)
    },
    async add(request) {
      if (!handlers.has(request.kind)) throw new Error(`Nobody does jobs of the kind "${request.kind}".`)
      const job = await store.add(request, waiting)
      if (!job) {
        throw new ApiError('SERVICE_UNAVAILABLE', 'Too many jobs wait already.', {headers: {'retry-after': '5'}})
      }
      database.afterCommit(() => added.give())
      return job
    },
    find: jobId => store.find(jobId),
    async cancel(jobId) {
      const before = await store.find(jobId)
      const job = await store.cancel(jobId)
      if (before && job && !isOver(before) && job.status === 'cancelled') {
        metrics?.finished.inc({kind: job.kind, status: job.status})
      }
      // Elsewhere it is noticed when its process next says that it lives.
      underWay.get(jobId)?.stop.abort(notOurs)
      return job
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}

function abandoned(attempts: number): ApiError {
  return new ApiError('INTERNAL_ERROR', `It was begun ${attempts - 1} times, and its process has died each time.`)
}
