import type {Dispatcher} from 'undici'
import {createExpiry} from '../platform/http/expiry.js'
import type {Place} from '../platform/http/line.js'
import type {Cancellation} from './cancellation.js'

/** Watches that answers begin in time. */
export interface Clock {
  /** Cancels a call by `late` when its answer does not begin in time; gives what ends the watch. The upstream's time begins
   * when it has the whole request: a slow upload is no slow upstream. */
  watch(cancellation: Cancellation, body: Dispatcher.DispatchOptions['body']): () => void
}

/** Why a call is cancelled whose answer did not begin in time. */
export const late = new Error('late')

/** `timeout` in milliseconds, with all tries. */
export function createClock(timeout: number): Clock {
  const expiry = createExpiry<Cancellation>(timeout, cancellation => cancellation.cancel(late))
  return {
    watch(cancellation, body) {
      if (typeof body !== 'object' || body === null || !('once' in body)) {
        const place = expiry.add(cancellation)
        return () => place.leave()
      }
      let place: Place | undefined
      let stopped = false
      body.once('end', () => {
        if (!stopped) place = expiry.add(cancellation)
      })
      return () => {
        stopped = true
        place?.leave()
      }
    },
  }
}
