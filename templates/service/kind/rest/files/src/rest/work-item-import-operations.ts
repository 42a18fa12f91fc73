import {derivedId} from '../platform/context/derived-id.js'
import {currentContext, runInContext} from '../platform/context/request-context.js'
import type {Operation, Operations} from '../platform/contract/operation.js'
import {partialFailure} from '../platform/envelope/partial-failure.js'
import type {IdempotencyStore} from '../platform/idempotency/idempotency-store.js'
import {type IdempotencyHeaders, idempotent} from '../platform/idempotency/idempotent.js'
import {acceptJob} from '../platform/jobs/job-operations.js'
import type {JobQueue} from '../platform/jobs/job-queue.js'
import {type PreferHeaders, prefersAsync} from '../platform/jobs/prefer.js'
import type {Logger} from '../platform/logging/logger.js'
import {importWorkItems} from '../work-items/import-work-items.js'
import type {WorkItemDraft} from '../work-items/work-item.js'
import type {WorkItems} from '../work-items/work-items.js'

/** What is asked for when many are to be made at once; the contract allows a hundred. */
interface Import {
  readonly items: readonly WorkItemDraft[]
}

/** The kind of the jobs that do an import. */
const kind = 'work-item-import'

export interface ImportParts {
  readonly workItems: WorkItems
  readonly keys: IdempotencyStore
  readonly jobs: JobQueue
  readonly logger: Logger
}

/** Makes many at once: while the caller waits, or as a job when it prefers not to. */
export function workItemImportOperations({workItems, keys, jobs, logger}: ImportParts) {
  const report = (error: unknown) => logger.error({err: error}, 'One of many could not be made.')

  jobs.handle(kind, (input, {jobId, signal, progress}) => {
    const {items} = input as Import // The queue gives back what the operation below has put in.
    const tell = (done: number) => progress((done / items.length) * 100)
    const idOf = (index: number) => derivedId(jobId, index)
    return importWorkItems(workItems, items, {signal, report, progress: tell, idOf})
  })

  const importMany: Operation<{body: Import; headers: IdempotencyHeaders & PreferHeaders}> = async input => {
    const {body, headers, caller} = input
    if (prefersAsync(headers.prefer)) return acceptJob(jobs, {kind, input: body, caller})
    const data = await toTheEnd(signal => importWorkItems(workItems, body.items, {signal, report}))
    const {refused} = data
    return {status: 200, data, warnings: refused === 0 ? [] : [partialFailure(refused, body.items.length)]}
  }

  return {importWorkItems: idempotent(keys, importMany)} satisfies Operations
}

/** Work that does not stop when the caller leaves: who repeats half an import makes that half once more. */
function toTheEnd<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const {signal} = new AbortController()
  const context = currentContext()
  if (!context) return work(signal)
  // One list for both: what is said in there belongs to this answer.
  context.warnings ??= []
  return runInContext({...context, deadline: undefined, signal}, () => work(signal))
}
