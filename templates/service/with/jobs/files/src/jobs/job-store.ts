import {randomUUID} from 'node:crypto'
import {sql} from 'kysely'
import type {ErrorEntry} from '../platform/errors/api-error.js'
import type {Job, JobOrigin, JobRequest} from '../platform/jobs/job.js'
import type {Database} from '../postgres/database.js'

/** A job that this process has taken. */
export interface TakenJob {
  readonly job: Job
  readonly input: unknown
  readonly memory: unknown
  readonly origin: JobOrigin
  /** How often it was taken, with this time. */
  readonly attempts: number
  /** Of the taking: who takes it later has another one. */
  readonly version: number
}

/** How a job that was taken ended; `pending` gives it back. */
export type JobEnd =
  | {readonly status: 'completed'; readonly result: unknown}
  | {readonly status: 'failed'; readonly error: ErrorEntry | undefined}
  | {readonly status: 'pending'}

/** Jobs as they are kept. */
export interface JobStore {
  /** Undefined when too many wait already. */
  add(request: JobRequest, waiting: number): Promise<Job | undefined>
  find(jobId: string): Promise<Job | undefined>
  /** Takes jobs that wait, and those whose process says nothing any more. */
  take(kinds: readonly string[], most: number, lease: number): Promise<readonly TakenJob[]>
  /** Says that its process lives, and how far it is. False when it was cancelled or taken by somebody else. */
  extend(taken: TakenJob, progress: number, lease: number): Promise<boolean>
  remember(taken: TakenJob, note: unknown): Promise<void>
  /** False when it was cancelled or taken by somebody else. */
  end(taken: TakenJob, end: JobEnd): Promise<boolean>
  /** Cancels one that is not over. Gives it as it is then. */
  cancel(jobId: string): Promise<Job | undefined>
  /** How many wait. */
  waiting(): Promise<number>
  /** Removes those that were over this many milliseconds ago. */
  forget(after: number): Promise<unknown>
}

interface JobRow {
  readonly id: string
  readonly kind: string
  readonly owner: string
  readonly status: Job['status']
  readonly progress: number
  readonly result: unknown
  readonly error: ErrorEntry | null
  readonly created_at: Date
  readonly started_at: Date | null
  readonly completed_at: Date | null
}

interface TakenRow extends JobRow {
  readonly input: unknown
  readonly memory: unknown
  readonly origin: JobOrigin
  readonly attempts: number
  readonly version: number
}

const columns = sql`id, kind, owner, status, progress, result, error, created_at, started_at, completed_at`

export function createJobStore(database: Database): JobStore {
  const one = async (statement: ReturnType<typeof sql>): Promise<Job | undefined> => {
    const {rows} = await sql<JobRow>`${statement}`.execute(database.tables)
    return rows[0] && jobOf(rows[0])
  }
  const changes = async (statement: ReturnType<typeof sql>): Promise<boolean> =>
    ((await statement.execute(database.tables)).numAffectedRows ?? 0n) > 0n
  const mine = ({job, version}: TakenJob) => sql`id = ${job.jobId} and version = ${version} and status = 'processing'`

  return {
    add: ({kind, owner, input, origin}, waiting) =>
      one(sql`
        insert into jobs (id, kind, owner, input, origin)
        select ${randomUUID()}, ${kind}, ${owner}, ${json(input)}::json, ${json(origin)}::json
        where (select count(*) from jobs where status = 'pending') < ${waiting}
        returning ${columns}`),
    find: jobId => one(sql`select ${columns} from jobs where id = ${jobId}`),
    async take(kinds, most, lease) {
      const {rows} = await sql<TakenRow>`
        update jobs
        set status = 'processing', started_at = coalesce(started_at, now()), attempts = attempts + 1,
          version = version + 1, leased_until = ${after(lease)}
        where id in (
          select id from jobs
          where status in ('pending', 'processing') and leased_until <= now() and kind = any(${[...kinds]})
          order by created_at limit ${most} for update skip locked
        ) returning ${columns}, input, memory, origin, attempts, version`.execute(database.tables)
      return rows.map(row => ({...row, job: jobOf(row)}))
    },
    extend: (taken, progress, lease) =>
      changes(sql`update jobs set leased_until = ${after(lease)}, progress = ${progress} where ${mine(taken)}`),
    async remember(taken, note) {
      await changes(sql`update jobs set memory = ${json(note)} where ${mine(taken)}`)
    },
    end(taken, end) {
      if (end.status === 'pending') {
        return changes(sql`update jobs set status = 'pending', leased_until = now() where ${mine(taken)}`)
      }
      const {result, error} = {result: undefined, error: undefined, ...end}
      const progress = end.status === 'completed' ? sql`100` : sql`progress`
      return changes(sql`
        update jobs
        set status = ${end.status}, progress = ${progress}, result = ${json(result)}, error = ${json(error)},
          completed_at = now()
        where ${mine(taken)}`)
    },
    async cancel(jobId) {
      await sql`
        update jobs set status = 'cancelled', completed_at = now()
        where id = ${jobId} and status in ('pending', 'processing')`.execute(database.tables)
      return one(sql`select ${columns} from jobs where id = ${jobId}`)
    },
    async waiting() {
      const {rows} = await sql<{readonly count: number}>`
        select count(*)::int as count from jobs where status = 'pending'`.execute(database.tables)
      return rows[0]?.count ?? 0
    },
    forget: milliseconds =>
      sql`delete from jobs where completed_at < now() - ${milliseconds} * interval '1 millisecond'`.execute(
        database.tables,
      ),
  }
}

const after = (milliseconds: number) => sql`now() + ${milliseconds} * interval '1 millisecond'`

/** Nothing is no JSON. */
const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

function jobOf(row: JobRow): Job {
  return {
    jobId: row.id,
    kind: row.kind,
    owner: row.owner,
    status: row.status,
    progress: row.progress,
    createdAt: row.created_at.toISOString(),
    ...(row.started_at && {startedAt: row.started_at.toISOString()}),
    ...(row.completed_at && {completedAt: row.completed_at.toISOString()}),
    ...(row.result !== null && {result: row.result}),
    ...(row.error && {error: row.error}),
  }
}
