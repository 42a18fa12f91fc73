import type {Window} from './classes.js'

/** How full a window is after a call. */
export interface Tally extends Window {
  /** Calls that are left in this window. */
  readonly remaining: number
  /** Milliseconds until the window ends and the count begins anew. */
  readonly resetMs: number
}

export interface Verdict {
  readonly allowed: boolean
  /** One for each window, in their order. */
  readonly tallies: readonly Tally[]
}

/** Where calls are counted: in memory for one instance, elsewhere for many. */
export interface RateLimitStore {
  /** Counts a call in all windows of a key, or in none of them when one is full: a refused call costs nothing. */
  take(key: string, windows: readonly Window[]): Verdict | Promise<Verdict>
}
