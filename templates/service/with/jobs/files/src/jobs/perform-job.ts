import {runInContext} from '../platform/context/request-context.js'
import {ApiError} from '../platform/errors/api-error.js'
import {toApiError} from '../platform/errors/error-handler.js'
import {type JobHandler, wholePercent} from '../platform/jobs/job.js'
import {jobContext} from '../platform/jobs/job-context.js'
import type {Logger} from '../platform/logging/logger.js'
import type {JobEnd, JobStore, TakenJob} from './job-store.js'

export interface PerformJobOptions {
  readonly store: JobStore
  readonly handler: JobHandler
  readonly taken: TakenJob
  readonly stop: AbortController
  readonly logger: Logger
  /** Milliseconds that it may take. */
  readonly longest: number
  /** Milliseconds after which another process takes a job of which nothing is heard. */
  readonly lease: number
}

/** The reason of a signal when the service stops: the job is given back. */
export const serviceStops = new Error('The service stops.')

/** The reason when it belongs to nobody or to somebody else: its end is not ours to tell. */
export const notOurs = new Error('The job was cancelled, or another process has taken it.')

/** Does a job, and says all the while that it is being done. Gives how it ended, or nothing when that was not for us. */
export async function performJob(options: PerformJobOptions): Promise<JobEnd['status'] | undefined> {
  const {store, handler, taken, stop, logger, longest, lease} = options
  const {job, input, origin} = taken
  const {jobId} = job
  const {signal} = stop
  let percent = job.progress
  // One that is late is not lost: the next one will do, unless the lease has ended by then.
  const alive = setInterval(async () => {
    const still = await store.extend(taken, percent, lease).catch(() => true)
    if (!still) stop.abort(notOurs)
  }, lease / 4)
  const tooLong = setTimeout(() => stop.abort(new ApiError('SERVICE_UNAVAILABLE', 'It took too long.')), longest)
  const work = {
    jobId,
    signal,
    progress: (value: number) => {
      percent = wholePercent(value)
    },
    memory: {read: () => taken.memory ?? undefined, write: (note: unknown) => store.remember(taken, note)},
  }
  const end = await runInContext(jobContext(origin, signal), async (): Promise<JobEnd> => {
    try {
      // Work that does not listen to its signal must hold up neither others nor the end of the service.
      const result = await Promise.race([handler(input, work), abortion(signal)])
      return {status: 'completed', result}
    } catch (error) {
      if (signal.reason === serviceStops) return {status: 'pending'}
      if (signal.reason !== notOurs) logger.error({err: error, jobId}, 'A job failed.')
      const [first] = toApiError(signal.aborted ? signal.reason : error).entries
      return {status: 'failed', error: first}
    } finally {
      clearInterval(alive)
      clearTimeout(tooLong)
    }
  })
  return (await store.end(taken, end)) ? end.status : undefined
}

function abortion(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {once: true})
  })
}
