import {setTimeout as sleep} from 'node:timers/promises'
import {type RetryPolicy, retryDelay, standardRetries} from '../retries/retry-policy.js'
import type {JobWork} from './job.js'

/** How many items are worked on. */
export interface BatchOptions<Item> {
  /** Does one. Rejecting tries it again; what is refused for good is no reason to reject, but a result. */
  readonly each: (item: Item, index: number, signal: AbortSignal) => Promise<unknown>
  readonly work: Pick<JobWork, 'signal' | 'progress' | 'memory'>
  /** Items at a time. */
  readonly atOnce?: number
  readonly retries?: RetryPolicy
  /** Items after which it is noted how far it is; one that was begun again does at most as many and `atOnce` twice. */
  readonly noteEvery?: number
}

/** What became of them. */
export interface BatchReport {
  readonly done: number
  /** Those that failed at every try, by their index. */
  readonly failed: readonly {readonly index: number; readonly error: string}[]
}

/** Works on many items, some at a time, tries again what fails, and goes on where a process that died has stopped. */
export async function runBatch<Item>(items: readonly Item[], options: BatchOptions<Item>): Promise<BatchReport> {
  const {each, work, atOnce = 8, retries = standardRetries, noteEvery = 20} = options
  const {signal, progress, memory} = work
  const before = noteOf(memory.read())
  const failed = [...before.failed]
  const finished = new Set<number>()
  /** All before it are finished. */
  let frontier = before.frontier
  let noted = frontier
  let next = frontier

  const tryOne = async (item: Item, index: number): Promise<void> => {
    for (let failures = 1; ; failures++) {
      signal.throwIfAborted()
      try {
        await each(item, index, signal)
        return
      } catch (error) {
        if (failures > retries.maxRetries) {
          failed.push({index, error: error instanceof Error ? error.message : String(error)})
          return
        }
        await sleep(retryDelay(retries, failures), undefined, {signal})
      }
    }
  }
  const finish = async (index: number): Promise<void> => {
    finished.add(index)
    for (; finished.delete(frontier); frontier++);
    progress(((frontier + finished.size) / items.length) * 100)
    if (frontier - noted < noteEvery) return
    noted = frontier
    // Those behind the frontier are done again, and may fail again.
    await memory.write({frontier, failed: failed.filter(failure => failure.index < frontier)})
  }
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      // The index is within the list.
      await tryOne(items[index] as Item, index)
      await finish(index)
    }
  }
  await Promise.all(Array.from({length: Math.min(atOnce, items.length - frontier)}, lane))
  failed.sort((one, other) => one.index - other.index)
  return {done: items.length - failed.length, failed}
}

interface Note extends Pick<BatchReport, 'failed'> {
  readonly frontier: number
}

/** Nobody but this file writes the note of a batch. */
function noteOf(memory: unknown): Note {
  return (memory as Note | undefined) ?? {frontier: 0, failed: []}
}
