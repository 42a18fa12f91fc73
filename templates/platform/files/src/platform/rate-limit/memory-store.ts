import type {Window} from './classes.js'
import type {RateLimitStore, Verdict} from './rate-limit-store.js'

interface Count {
  calls: number
  /** Milliseconds of the clock at which the window ends. */
  endsAt: number
}

export interface MemoryStoreOptions {
  /** Callers that are counted apart; those beyond share one count, so that made-up callers can not fill the memory. */
  readonly mostKeys?: number
  /** Milliseconds that never run backwards. */
  readonly now?: () => number
}

/** Milliseconds between two walks over all keys in search of ended windows. */
const sweepEvery = 10_000

/** Counts in fixed windows, each beginning with the first call of its key. */
export function createMemoryStore({
  mostKeys = 100_000,
  now = () => performance.now(),
}: MemoryStoreOptions = {}): RateLimitStore {
  const counts = new Map<string, Count[]>()
  let sweptAt = now()

  function sweep(time: number): void {
    if (time - sweptAt < sweepEvery) return
    sweptAt = time
    for (const [key, windows] of counts) if (windows.every(({endsAt}) => endsAt <= time)) counts.delete(key)
  }

  function countsOf(key: string, windows: readonly Window[]): Count[] {
    const name = counts.has(key) || counts.size < mostKeys ? key : 'beyond'
    const known = counts.get(name)
    if (known?.length === windows.length) return known
    const fresh = windows.map(() => ({calls: 0, endsAt: 0}))
    counts.set(name, fresh)
    return fresh
  }

  return {
    take(key, windows): Verdict {
      const time = now()
      sweep(time)
      const running = countsOf(key, windows)
      const pairs = windows.flatMap((window, index) => {
        const count = running[index]
        if (!count) return []
        if (count.endsAt <= time) Object.assign(count, {calls: 0, endsAt: time + window.windowSeconds * 1000})
        return [{window, count}]
      })
      const allowed = pairs.every(({window, count}) => count.calls < window.limit)
      if (allowed) for (const {count} of pairs) count.calls++
      return {
        allowed,
        tallies: pairs.map(({window, count}) => ({
          ...window,
          remaining: Math.max(0, window.limit - count.calls),
          resetMs: count.endsAt - time,
        })),
      }
    },
  }
}
