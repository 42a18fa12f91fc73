/** How much of a route's answers is kept. */
export interface CacheLimits {
  /** Bytes of all kept answers together. */
  readonly size: number
  /** Bytes of the largest answer that is kept. */
  readonly entrySize: number
}

/** What a route gets that says nothing else. */
export const standardCacheLimits: CacheLimits = {size: 16 * 1024 * 1024, entrySize: 512 * 1024}
