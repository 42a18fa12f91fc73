/** At most `limit` calls in `windowSeconds`. */
export interface Window {
  readonly limit: number
  readonly windowSeconds: number
}

/** Limits by the name of their class. All windows of a class hold at once. */
export type RateLimitClasses = Readonly<Record<string, readonly Window[]>>

/** The Unified API Standard, section 8: the short window of `api` tames bursts, the long one the whole. */
export const standardClasses: RateLimitClasses = {
  api: [
    {limit: 100, windowSeconds: 60},
    {limit: 1000, windowSeconds: 900},
  ],
  auth: [{limit: 5, windowSeconds: 900}],
  graphql: [{limit: 500, windowSeconds: 900}],
  upload: [{limit: 10, windowSeconds: 3600}],
  'user-creation': [{limit: 10, windowSeconds: 900}],
}

/**
 * The standard's classes, each changed by its variable where there is one: `RATE_LIMIT_API=100/60,1000/900` means 100
 * calls in 60 s and 1000 in 900 s, `RATE_LIMIT_USER_CREATION=10/900` is the class `user-creation`.
 */
export function readRateLimits(environment: Readonly<Record<string, string | undefined>>): RateLimitClasses {
  return Object.fromEntries(
    Object.entries(standardClasses).map(([name, windows]) => {
      const variable = variableOf(name)
      const text = environment[variable]
      return [name, text ? readWindows(text, variable) : windows]
    }),
  )
}

/** The environment variable of a class: `user-creation` is `RATE_LIMIT_USER_CREATION`. */
export function variableOf(name: string): string {
  return `RATE_LIMIT_${name.replaceAll('-', '_').toUpperCase()}`
}

/** Reads calls/seconds, with a comma between windows. */
export function readWindows(text: string, variable: string): readonly Window[] {
  return text.split(',').map(part => {
    const [, limit, windowSeconds] = /^\s*([1-9]\d{0,8})\/([1-9]\d{0,6})\s*$/.exec(part) ?? []
    if (!limit || !windowSeconds) {
      throw new Error(`${variable} is "${text}". Write calls/seconds, with a comma between windows: 100/60,1000/900.`)
    }
    return {limit: Number(limit), windowSeconds: Number(windowSeconds)}
  })
}
