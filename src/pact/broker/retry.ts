import {setTimeout as pause} from 'node:timers/promises'

/** Milliseconds before each further try; half of each is left to chance, so that a whole pipeline does not come at once. */
const pauses = [300, 1000, 3000]

/** Longer than this nobody waits because of a Retry-After. */
const longestWait = 20_000

/** What a try gave, and whether another one makes sense. */
export interface Try<Result> {
  readonly result: Result
  readonly again: boolean
  /** Milliseconds that the server asks to wait. */
  readonly after?: number | undefined
}

/** Tries up to four times. The last result counts, whatever it is. */
export async function retry<Result>(attempt: () => Promise<Try<Result>>, signal: AbortSignal): Promise<Result> {
  for (let number = 0; ; number++) {
    const {result, again, after} = await attempt()
    const wait = pauses[number]
    if (!again || wait === undefined) return result
    await pause(Math.min(longestWait, after ?? wait * (0.5 + Math.random() / 2)), undefined, {signal})
  }
}

/** Milliseconds of a Retry-After in seconds or as a date. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds)
}
