import type {Platform} from '../context/platforms.js'
import type {TraceParent} from '../context/trace-parent.js'
import type {ErrorEntry} from '../errors/api-error.js'

/** How far a job is: the last three are final. */
export type JobStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled'

/** Work that goes on after its request was answered. Everything in it is JSON, so that a queue may keep it anywhere. */
export interface Job {
  readonly jobId: string
  /** Which handler does it. */
  readonly kind: string
  /** The subject of the caller who asked for it: nobody else may see it. */
  readonly owner: string
  readonly status: JobStatus
  /** 0 to 100. */
  readonly progress: number
  readonly result?: unknown
  readonly error?: ErrorEntry
  /** RFC 3339 in UTC. */
  readonly createdAt: string
  readonly startedAt?: string
  readonly completedAt?: string
}

/** A job as it is asked for. */
export interface JobRequest {
  readonly kind: string
  readonly owner: string
  readonly input: unknown
  readonly origin: JobOrigin
}

/** What is known of the request that a job began with; its logs, its events and its calls to others carry it on. */
export interface JobOrigin {
  readonly requestId: string
  readonly correlationId: string
  readonly traceParent: TraceParent
  readonly traceState: string | undefined
  readonly platform: Platform
  readonly subject?: string
}

/** What the work notes for whoever goes on with it, when the process dies on the way. */
export interface JobMemory {
  /** What was noted last; undefined at the first try, and where jobs do not outlive their process. */
  read(): unknown
  /** Resolves when it is kept. JSON. */
  write(note: unknown): Promise<void>
}

/** What a handler works with. */
export interface JobWork {
  /** The same each time when it is begun more than once. */
  readonly jobId: string
  readonly memory: JobMemory
  /** Aborts when the job is cancelled. */
  readonly signal: AbortSignal
  /** Says how far it is, 0 to 100. */
  progress(percent: number): void
}

/** Does the jobs of one kind; what it gives is the result. Where jobs outlive their process it may be called again. What it throws is told like the error of a request. */
export type JobHandler = (input: unknown, work: JobWork) => Promise<unknown>

/** 0 to 100, whatever the work says. */
export function wholePercent(percent: number): number {
  return Math.max(0, Math.min(100, Math.floor(percent)))
}

/** Whether nothing will change any more. */
export function isOver({status}: Job): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled'
}
