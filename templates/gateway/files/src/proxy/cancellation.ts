import {EventEmitter} from 'node:events'

/** Ends a call to an upstream early. It does what an AbortController does for undici, at a fraction of its cost: there is
 * one for every request. */
export class Cancellation extends EventEmitter {
  aborted = false
  reason: Error | undefined

  cancel(reason: Error): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    this.emit('abort')
  }
}
