import type {Closable} from '../lifecycle/shutdown.js'
import type {Job, JobHandler, JobRequest} from './job.js'

/** Where jobs wait and are done. Behind a port: one that outlives the process keeps them in a database or a broker. */
export interface JobQueue extends Closable {
  /** Names who does the jobs of one kind; before the first of them comes in. */
  handle(kind: string, handler: JobHandler): void
  /** Takes a job in. Rejects with SERVICE_UNAVAILABLE when too many wait: an honest refusal instead of a late failure. */
  add(request: JobRequest): Promise<Job>
  find(jobId: string): Promise<Job | undefined>
  /** Takes a waiting job out, or stops one under way; a job that is over stays as it is. Undefined if there is none. */
  cancel(jobId: string): Promise<Job | undefined>
  /** Called when nothing comes in any more: finishes what was promised. */
  close(): Promise<void>
}
