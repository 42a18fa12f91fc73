import type {Window} from './classes.js'
import type {RateLimitStore, Tally, Verdict} from './rate-limit-store.js'

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

/** The key of all callers that are too many to be counted apart. */
const beyond = 'beyond'
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
    const known = counts.get(key)
    if (known?.length === windows.length) return known
    if (!known && counts.size >= mostKeys && key !== beyond) return countsOf(beyond, windows)
    const fresh = windows.map(() => ({calls: 0, endsAt: 0}))
    counts.set(key, fresh)
    return fresh
  }

  return {
    take(key, windows): Verdict {
      const time = now()
      sweep(time)
      const running = countsOf(key, windows)
      let allowed = true
      for (let index = 0; index < running.length; index++) {
        const count = running[index]
        const window = windows[index]
        if (!count || !window) continue
        if (count.endsAt <= time) {
          count.calls = 0
          count.endsAt = time + window.windowSeconds * 1000
        }
        if (count.calls >= window.limit) allowed = false
      }
      const tallies: Tally[] = []
      for (let index = 0; index < running.length; index++) {
        const count = running[index]
        const window = windows[index]
        if (!count || !window) continue
        if (allowed) count.calls++
        const {limit, windowSeconds} = window
        tallies.push({limit, windowSeconds, remaining: Math.max(0, limit - count.calls), resetMs: count.endsAt - time})
      }
      return {allowed, tallies}
    },
  }
}
