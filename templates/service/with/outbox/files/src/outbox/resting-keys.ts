/** Keys whose messages are not taken: each is left alone for a while, so that it does not slow down the others. */
export interface RestingKeys {
  /** Leaves it alone, twice as long as the last time. */
  rest(key: string): void
  /** It was taken after all. */
  forget(key: string): void
  now(): readonly string[]
}

/** Longest rest in milliseconds. */
const longest = 30_000

/** `first` is the first rest of a key in milliseconds. */
export function createRestingKeys(first: number): RestingKeys {
  const rests = new Map<string, {readonly until: number; readonly length: number}>()
  return {
    rest(key) {
      const length = Math.min((rests.get(key)?.length ?? first / 2) * 2, longest)
      rests.set(key, {until: performance.now() + length, length})
    },
    forget(key) {
      rests.delete(key)
    },
    now() {
      const time = performance.now()
      return [...rests].flatMap(([key, {until}]) => (until > time ? key : []))
    },
  }
}
