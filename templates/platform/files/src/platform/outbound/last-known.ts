import {warn} from '../context/warnings.js'
import type {Warning} from '../envelope/envelope.js'
import {ApiError} from '../errors/api-error.js'

export interface LastKnownOptions<Answer> {
  /** Milliseconds for which an answer may stand in for a newer one. */
  readonly keepFor: number
  /** Answers that are kept; beyond that the one goes that is the oldest. */
  readonly most: number
  /** Whether an answer may stand in at all; all of them when left out. */
  readonly mayStandIn?: (answer: Answer) => boolean
}

/** Asks. When nobody can answer (502, 503, 504), the last answer under the same key stands in, and the caller is warned. What
 * there is no answer for, and whatever else goes wrong, is thrown as it was. */
export type AskOrRecall<Answer> = (key: string, ask: () => Promise<Answer>, warning: Warning) => Promise<Answer>

/** A fallback for calls to others whose answers hold for a while. It is kept in the process: another instance may know less. */
export function createLastKnown<Answer>(options: LastKnownOptions<Answer>): AskOrRecall<Answer> {
  const {keepFor, most, mayStandIn = () => true} = options
  const known = new Map<string, {readonly answer: Answer; readonly until: number}>()

  const keep = (key: string, answer: Answer): void => {
    // Behind all others, as the newest.
    known.delete(key)
    if (!mayStandIn(answer)) return
    known.set(key, {answer, until: Date.now() + keepFor})
    const [oldest] = known.keys()
    if (known.size > most && oldest !== undefined) known.delete(oldest)
  }

  return async (key, ask, warning) => {
    try {
      const answer = await ask()
      keep(key, answer)
      return answer
    } catch (error) {
      const last = known.get(key)
      if (!isOutage(error) || last === undefined || Date.now() >= last.until) throw error
      warn(warning)
      return last.answer
    }
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof ApiError && error.status > 500
}
