/** Ends a call to an upstream early. It does what an AbortController does, at a fraction of its cost: there is one for every
 * request. */
export class Cancellation {
  aborted = false
  reason: Error | undefined
  /** Called when it is cancelled. Whoever is at work sets it: a call that is over has to know no more. */
  onCancel: ((reason: Error) => void) | undefined

  cancel(reason: Error): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    this.onCancel?.(reason)
  }
}
