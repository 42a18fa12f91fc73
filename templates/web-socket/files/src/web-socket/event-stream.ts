/** A stream that tells whether its reader has dealt with all that came so far. */
export interface EventStream<Event> extends AsyncIterableIterator<Event> {
  /** True while the reader waits for an event that has not happened yet. */
  readonly idle: boolean
}

/** `onEnd` is called when it ends by itself, or when its reader leaves. */
export function eventStream<Event>(source: AsyncIterableIterator<Event>, onEnd: () => void): EventStream<Event> {
  let idle = false
  return {
    get idle() {
      return idle
    },
    async next() {
      idle = true
      try {
        const result = await source.next()
        if (result.done) onEnd()
        return result
      } catch (error) {
        onEnd()
        throw error
      } finally {
        idle = false
      }
    },
    async return() {
      onEnd()
      await source.return?.()
      return {done: true, value: undefined}
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
