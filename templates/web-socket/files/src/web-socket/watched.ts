/** A stream that stops at once when its reader leaves, also while it waits for the next event. */
export function watched<Event>(open: (signal: AbortSignal) => AsyncIterable<Event>): AsyncIterableIterator<Event> {
  const controller = new AbortController()
  const events = open(controller.signal)[Symbol.asyncIterator]()
  return {
    next: () => events.next(),
    async return() {
      controller.abort()
      await events.return?.()
      return {done: true, value: undefined}
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
