import {currentContext} from '../context/request-context.js'
import type {Caller, Operation, OperationResult, Operations} from '../contract/operation.js'
import {ApiError} from '../errors/api-error.js'
import type {Job} from './job.js'
import type {JobQueue} from './job-queue.js'

interface OneJob {
  readonly jobId: string
}

const path = '/api/v1/jobs'

/** Seconds after which it makes sense to look again. */
const lookAgain = '1'

/** The operations of the contract that concern jobs, whatever they are about. */
export function jobOperations(queue: JobQueue) {
  const get: Operation<{params: OneJob}> = async ({params, caller}) => {
    const job = own(await queue.find(params.jobId), caller, params)
    const open = job.status === 'pending' || job.status === 'processing'
    return {status: 200, data: representation(job), headers: open ? {'retry-after': lookAgain} : {}}
  }

  const cancel: Operation<{params: OneJob}> = async ({params, caller}) => {
    own(await queue.find(params.jobId), caller, params)
    const job = own(await queue.cancel(params.jobId), caller, params)
    if (job.status === 'cancelled') return {status: 200, data: representation(job)}
    throw new ApiError('STATE_CONFLICT', `The job can not be cancelled any more: it is ${job.status}.`)
  }

  return {getJob: get, cancelJob: cancel} satisfies Operations
}

/** Makes a job of a request and answers 202: where it is, and that the preference was heard. */
export async function acceptJob(
  queue: JobQueue,
  {kind, input, caller}: {readonly kind: string; readonly input: unknown; readonly caller: Caller | undefined},
): Promise<OperationResult> {
  const context = currentContext()
  if (!caller || !context) throw new Error('A job needs an owner: the operation must not be public.')
  const {subject} = caller
  const {requestId, correlationId, traceParent, traceState, platform} = context
  const origin = {requestId, correlationId, traceParent, traceState, platform, subject}
  const {jobId, status} = await queue.add({kind, input, owner: subject, origin})
  const headers = {location: `${path}/${jobId}`, 'retry-after': lookAgain, 'preference-applied': 'respond-async'}
  return {status: 202, data: {jobId, status}, headers}
}

/** A job of somebody else is as good as none: its existence is nobody's business either. */
function own(job: Job | undefined, caller: Caller | undefined, {jobId}: OneJob): Job {
  if (job && job.owner === caller?.subject) return job
  throw new ApiError('JOB_NOT_FOUND', `There is no job "${jobId}".`)
}

function representation({jobId, kind, status, progress, result, error, createdAt, startedAt, completedAt}: Job) {
  return {
    jobId,
    kind,
    status,
    progress,
    createdAt,
    ...(startedAt !== undefined && {startedAt}),
    ...(completedAt !== undefined && {completedAt}),
    ...(result !== undefined && {result}),
    ...(error && {error}),
  }
}
