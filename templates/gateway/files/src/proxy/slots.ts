import {ApiError} from '../platform/errors/api-error.js'
import {Cancellation} from './cancellation.js'
import type {Ending} from './ending.js'

/** Room for requests to one upstream. Where there is some, nobody waits. */
export interface Slots {
  /** Takes a slot, or waits for one, until the caller has the whole answer or is gone: then the call is cancelled by
   * `reason`. Throws SERVICE_UNAVAILABLE when too many wait. */
  enter(answer: Ending, reason: Error): Cancellation | Promise<Cancellation>
}

export interface SlotsOptions {
  readonly running: number
  readonly waiting: number
}

export function createSlots({running: most, waiting: room}: SlotsOptions): Slots {
  let running = 0
  const waiting = new Set<() => void>()

  const leave = (): void => {
    const [next] = waiting
    if (!next) {
      running -= 1
      return
    }
    // The slot is handed over: nobody can come in between.
    waiting.delete(next)
    next()
  }

  return {
    enter(answer, reason) {
      const cancellation = new Cancellation()
      // Who left while its proofs were looked at is not heard leaving: its slot would never be free again.
      if (answer.destroyed) {
        cancellation.cancel(reason)
        return cancellation
      }
      if (running < most) {
        running += 1
        answer.once('close', () => {
          leave()
          cancellation.cancel(reason)
        })
        return cancellation
      }
      if (waiting.size >= room) {
        throw new ApiError('SERVICE_UNAVAILABLE', 'Too many requests wait for this service.', {
          headers: {'retry-after': '1'},
        })
      }
      return new Promise(resolve => {
        let entered = false
        const begin = (): void => {
          entered = true
          resolve(cancellation)
        }
        waiting.add(begin)
        answer.once('close', () => {
          cancellation.cancel(reason)
          if (entered) return leave()
          waiting.delete(begin)
          resolve(cancellation)
        })
      })
    },
  }
}
