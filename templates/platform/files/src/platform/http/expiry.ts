import {Line, type Place} from './line.js'

/** Things that may each last equally long. */
export interface Expiry<Thing> {
  /** It is over in time when it leaves the place that it gets. */
  add(thing: Thing): Place
}

interface Timed<Thing> {
  readonly thing: Thing
  /** Milliseconds of `performance.now()`. */
  readonly endsAt: number
}

/**
 * Calls back for each thing that is still there `milliseconds` after it came. Whoever came first ends first, so that one timer
 * watches over the oldest of them.
 */
export function createExpiry<Thing>(milliseconds: number, expire: (thing: Thing) => void): Expiry<Thing> {
  const line = new Line<Timed<Thing>>()
  let watching = false

  const watch = (time: number): void => {
    watching = true
    // Nothing is kept alive for it: who waits for an end has a connection open.
    setTimeout(look, time).unref()
  }

  const look = (): void => {
    for (let place = line.first; place; place = line.first) {
      const {thing, endsAt} = place.item
      const left = endsAt - performance.now()
      // Timers may come a moment early.
      if (left > 0) {
        watch(Math.ceil(left))
        return
      }
      place.leave()
      expire(thing)
    }
    watching = false
  }

  return {
    add(thing) {
      if (!watching) watch(milliseconds)
      return line.join({thing, endsAt: performance.now() + milliseconds})
    },
  }
}
