import {randomUUID} from 'node:crypto'
import {runInContext} from '../context/request-context.js'
import {ApiError} from '../errors/api-error.js'
import {toApiError} from '../errors/error-handler.js'
import type {Logger} from '../logging/logger.js'
import {isOver, type Job, type JobHandler, type JobMemory, type JobRequest, wholePercent} from './job.js'
import {jobContext} from './job-context.js'
import type {JobMetrics} from './job-metrics.js'
import type {JobQueue} from './job-queue.js'

/** How much one process takes upon itself. */
export interface MemoryJobQueueOptions {
  readonly logger: Logger
  readonly metrics?: JobMetrics
  /** Jobs at a time. */
  readonly concurrent?: number
  /** Jobs that may wait beside them. */
  readonly waiting?: number
  /** Milliseconds that one job may take. */
  readonly longest?: number
  /** Jobs that are over and can still be looked at; the oldest are forgotten first. */
  readonly kept?: number
}

/** A job with what only this process needs of it. */
interface Entry {
  job: Job
  readonly request: JobRequest
  readonly stop: AbortController
}

/** Who dies with the process goes on from nowhere. */
const noMemory: JobMemory = {read: () => undefined, write: async () => {}}

/** Jobs of this process: they end with it, so closing works off what was accepted. */
export function createMemoryJobQueue(options: MemoryJobQueueOptions): JobQueue {
  const {logger, metrics, concurrent = 4, waiting = 100, longest = 600_000, kept = 1000} = options
  const handlers = new Map<string, JobHandler>()
  const entries = new Map<string, Entry>()
  const queue: Entry[] = []
  const over: string[] = []
  const underWay = new Set<Promise<void>>()

  const change = (entry: Entry, difference: Partial<Job>): void => {
    // Whoever was told that it is cancelled must not see it completed later.
    if (isOver(entry.job)) return
    entry.job = {...entry.job, ...difference}
    if (!isOver(entry.job)) return
    entry.job = {...entry.job, completedAt: new Date().toISOString()}
    metrics?.finished.inc({kind: entry.job.kind, status: entry.job.status})
    if (over.push(entry.job.jobId) > kept) entries.delete(over.shift() ?? '')
  }

  const fill = (): void => {
    while (underWay.size < concurrent) {
      const next = queue.shift()
      metrics?.waiting.set(queue.length)
      if (!next) return
      const done = perform(next).finally(() => {
        underWay.delete(done)
        fill()
      })
      underWay.add(done)
    }
  }

  const perform = async (entry: Entry): Promise<void> => {
    const {request, stop} = entry
    const {signal} = stop
    const {jobId} = entry.job
    change(entry, {status: 'processing', startedAt: new Date().toISOString()})
    const tooLong = setTimeout(() => stop.abort(new ApiError('SERVICE_UNAVAILABLE', 'It took too long.')), longest)
    const progress = (percent: number): void => change(entry, {progress: wholePercent(percent)})
    await runInContext(jobContext(request.origin, signal), async () => {
      try {
        const result = await handlers.get(request.kind)?.(request.input, {jobId, signal, progress, memory: noMemory})
        signal.throwIfAborted()
        change(entry, {status: 'completed', progress: 100, ...(result !== undefined && {result})})
      } catch (error) {
        if (entry.job.status === 'cancelled') return
        logger.error({err: error, jobId}, 'A job failed.')
        const [first] = toApiError(signal.aborted ? signal.reason : error).entries
        change(entry, {status: 'failed', ...(first && {error: first})})
      } finally {
        clearTimeout(tooLong)
      }
    })
  }

  return {
    handle(kind, handler) {
      if (handlers.has(kind)) throw new Error(`Two handlers do jobs of the kind "${kind}".`)
      handlers.set(kind, handler)
    },
    async add(request) {
      const {kind, owner} = request
      if (!handlers.has(kind)) throw new Error(`Nobody does jobs of the kind "${kind}".`)
      if (queue.length >= waiting) {
        throw new ApiError('SERVICE_UNAVAILABLE', 'Too many jobs wait already.', {headers: {'retry-after': '5'}})
      }
      const createdAt = new Date().toISOString()
      const job: Job = {jobId: randomUUID(), kind, owner, status: 'pending', progress: 0, createdAt}
      const entry: Entry = {job, request, stop: new AbortController()}
      entries.set(job.jobId, entry)
      queue.push(entry)
      // Later, so that the caller is told "pending" and not what happens in the same moment.
      setImmediate(fill)
      return job
    },
    find: async jobId => entries.get(jobId)?.job,
    async cancel(jobId) {
      const entry = entries.get(jobId)
      if (!entry || isOver(entry.job)) return entry?.job
      const place = queue.indexOf(entry)
      if (place >= 0) queue.splice(place, 1)
      change(entry, {status: 'cancelled'})
      entry.stop.abort(new Error('The job was cancelled.'))
      return entry.job
    },
    async close() {
      fill()
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
