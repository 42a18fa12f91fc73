import {ApiError} from '../platform/errors/api-error.js'
import type {WorkItem} from './work-item.js'

/** Something that has happened to a work item. A removed one is told as it was last. */
export interface WorkItemEvent {
  readonly kind: 'created' | 'changed' | 'removed'
  readonly workItem: WorkItem
}

/** Tells of changes that were made in this process. */
export interface WorkItemFeed {
  publish(event: WorkItemEvent): void
  /** Calls the listener for all events from now on, within the request that each comes from. Gives what ends it. */
  listen(listener: (event: WorkItemEvent) => void): () => void
  /** All events from now on, until the signal aborts or the reader stops. */
  watch(signal: AbortSignal): AsyncIterable<WorkItemEvent>
}

/** Events that wait for one reader; who is further behind than this will not catch up, and is told so. */
const mostWaiting = 1000

export function createWorkItemFeed(): WorkItemFeed {
  const readers = new Set<(event: WorkItemEvent) => void>()

  return {
    publish(event) {
      for (const tell of readers) tell(event)
    },
    listen(listener) {
      readers.add(listener)
      return () => readers.delete(listener)
    },
    // The reader counts from the call on, not only from its first step: nothing that happens between is lost.
    watch(signal) {
      const waiting: WorkItemEvent[] = []
      let overrun = false
      let wake: () => void = () => {}
      const tell = (event: WorkItemEvent): void => {
        if (waiting.length < mostWaiting) waiting.push(event)
        else overrun = true
        wake()
      }
      const stop = (): void => {
        readers.delete(tell)
        wake()
      }
      if (!signal.aborted) readers.add(tell)
      signal.addEventListener('abort', stop, {once: true})

      const next = async (): Promise<IteratorResult<WorkItemEvent, undefined>> => {
        while (!overrun && readers.has(tell) && waiting.length === 0) {
          await new Promise<void>(resolve => {
            wake = resolve
          })
        }
        if (overrun) {
          overrun = false
          end()
          throw new ApiError('SERVICE_UNAVAILABLE', 'The reader is too slow for the events.')
        }
        const value = readers.has(tell) ? waiting.shift() : undefined
        return value === undefined ? {done: true, value: undefined} : {done: false, value}
      }
      const end = (): void => {
        stop()
        signal.removeEventListener('abort', stop)
      }
      return {
        [Symbol.asyncIterator]: () => ({
          next,
          return: async () => {
            end()
            return {done: true, value: undefined}
          },
        }),
      }
    },
  }
}
