import {setTimeout as pause} from 'node:timers/promises'
import type {Schedule} from '../../engine/schedule.js'

/** What became of one that was sent. */
export interface Arrival<T> {
  /** Milliseconds from the beginning until it was sent. */
  readonly at: number
  readonly result: T
}

/**
 * Sends when the schedule says so, whatever became of what was sent before, and waits for the rest. Gives what was sent
 * in its order; less than all of it when the signal aborts. When one fails no more are sent, and that failure is thrown.
 */
export async function paced<T>(
  schedule: Schedule,
  send: (index: number) => Promise<T>,
  signal: AbortSignal,
): Promise<readonly Arrival<T>[]> {
  const begin = performance.now()
  const sent: Promise<Arrival<T>>[] = []
  let hasFailed = false
  while (sent.length < schedule.count && !signal.aborted && !hasFailed) {
    const due = schedule.due(performance.now() - begin)
    while (sent.length < due) {
      const at = performance.now() - begin
      const arrival = send(sent.length).then(result => ({at, result}))
      // It is thrown below: until then nobody else may call it unhandled.
      arrival.catch(() => {
        hasFailed = true
      })
      sent.push(arrival)
    }
    await pause(1)
  }
  return Promise.all(sent)
}
