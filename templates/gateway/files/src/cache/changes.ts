/** A time in which an answer is fetched, and whether what it tells was changed meanwhile. */
export interface Watch {
  readonly outdated: boolean
  end(): void
}

/** Tells those who are fetching an answer that it was true before a change, and so must not be kept. */
export interface Changes {
  watch(path: string): Watch
  mark(path: string): void
}

export function createChanges(): Changes {
  const watched = new Map<string, Set<{outdated: boolean}>>()
  return {
    watch(path) {
      const state = {outdated: false}
      const ofPath = watched.get(path) ?? new Set()
      watched.set(path, ofPath.add(state))
      return {
        get outdated() {
          return state.outdated
        },
        end() {
          ofPath.delete(state)
          if (ofPath.size === 0 && watched.get(path) === ofPath) watched.delete(path)
        },
      }
    },
    mark(path) {
      for (const state of watched.get(path) ?? []) state.outdated = true
    },
  }
}
