/** So many calls in so many seconds. */
export interface RateLimit {
  readonly limit: number
  readonly windowSeconds: number
}

/** The most that operations with a tag may allow. */
export const strictestLimits: Readonly<Record<string, RateLimit>> = {
  auth: {limit: 5, windowSeconds: 900},
  upload: {limit: 10, windowSeconds: 3600},
}
