/** Things that may each last equally long. */
export interface Expiry<Thing> {
  add(thing: Thing): void
  /** It is over in time. */
  delete(thing: Thing): void
}

/**
 * Calls back for each thing that is still there `milliseconds` after it came. Whoever came first ends first, so that one timer
 * watches over the oldest of them; to come and to go costs no more than a place in a map.
 */
export function createExpiry<Thing>(milliseconds: number, expire: (thing: Thing) => void): Expiry<Thing> {
  /** Milliseconds of `performance.now()` at which each ends, the next one first. */
  const ends = new Map<Thing, number>()
  let watching = false

  const watch = (time: number): void => {
    watching = true
    // Nothing is kept alive for it: who waits for an end has a connection open.
    setTimeout(look, time).unref()
  }

  const look = (): void => {
    for (const [thing, endsAt] of ends) {
      const left = endsAt - performance.now()
      // Timers may come a moment early.
      if (left > 0) {
        watch(Math.ceil(left))
        return
      }
      ends.delete(thing)
      expire(thing)
    }
    watching = false
  }

  return {
    add(thing) {
      ends.set(thing, performance.now() + milliseconds)
      if (!watching) watch(milliseconds)
    },
    delete(thing) {
      ends.delete(thing)
    },
  }
}
