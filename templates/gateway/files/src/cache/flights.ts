/** How it ended that somebody asked: the answer is kept, nobody may keep it, there is none, or the caller left in between. */
export type Landing = 'kept' | 'passed' | 'failed' | 'abandoned'

/** Questions that are asked for many callers at once. */
export interface Flights {
  /** Resolves when the one who asks this question already is done; undefined when nobody does or waiting is in vain. */
  join(key: string): Promise<Landing> | undefined
  /** The caller is the one who asks; what it gives back is called when it is over. */
  begin(key: string): (landing: Landing) => void
}

/** Milliseconds for which a question whose answer nobody could keep is not waited for again. */
const inVain = 60_000
/** Such questions that are remembered. */
const most = 10_000

export function createFlights(): Flights {
  const flying = new Map<string, Promise<Landing>>()
  const vain = new Map<string, number>()
  return {
    join(key) {
      const until = vain.get(key)
      if (until !== undefined && until > performance.now()) return undefined
      return flying.get(key)
    },
    begin(key) {
      let over = false
      let land = (_landing: Landing) => {}
      const flight = new Promise<Landing>(resolve => {
        land = resolve
      })
      if (!flying.has(key)) flying.set(key, flight)
      return landing => {
        if (over) return
        over = true
        if (flying.get(key) === flight) flying.delete(key)
        vain.delete(key)
        if (landing === 'passed') vain.set(key, performance.now() + inVain)
        for (const oldest of vain.keys()) {
          if (vain.size <= most) break
          vain.delete(oldest)
        }
        land(landing)
      }
    },
  }
}
