/** How often and after how long something that failed is tried again. */
export interface RetryPolicy {
  /** Tries after the first one. */
  readonly maxRetries: number
  readonly initialDelayMs: number
  readonly multiplier: number
  readonly maxDelayMs: number
}

/** What the standard says where nothing else is said. */
export const standardRetries: RetryPolicy = {maxRetries: 3, initialDelayMs: 1000, multiplier: 2, maxDelayMs: 30_000}

/**
 * Milliseconds before the next try; `failures` is how often it has failed. Anything between nothing and the whole delay:
 * those that failed together must not come back together.
 */
export function retryDelay(policy: RetryPolicy, failures: number, random = Math.random): number {
  const whole = policy.initialDelayMs * policy.multiplier ** (failures - 1)
  return Math.round(random() * Math.min(policy.maxDelayMs, whole))
}
