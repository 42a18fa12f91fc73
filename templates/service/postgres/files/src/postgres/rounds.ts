import type {Closable} from '../platform/lifecycle/shutdown.js'
import type {Logger} from '../platform/logging/logger.js'
import {createSignal, type Signal} from './signal.js'

export interface RoundsOptions {
  /** Does a part of what is there to do. Gives how much it was: 0 when nothing is left. */
  readonly round: () => Promise<number>
  /** Given when there may be more to do. */
  readonly woken: Signal
  /** Milliseconds after which it is looked for anew, without being woken: others may have left something to do. */
  readonly pause: number
  readonly logger: Logger
  /** What is done, for the log: "Messages". */
  readonly what: string
}

/** Longest pause after failures, in milliseconds; it doubles up to there. */
const longest = 30_000

/** Works in rounds until it is closed; then it ends with the one that is under way. */
export function workInRounds({round, woken, pause, logger, what}: RoundsOptions): Closable {
  const backOff = createSignal()
  let closed = false
  let failures = 0

  const tryRound = async (): Promise<void> => {
    try {
      const done = await round()
      if (failures > 0 && done > 0) logger.info(`${what} go on.`)
      failures = 0
      if (done === 0) await woken.wait(pause)
    } catch (error) {
      failures += 1
      logger.warn({err: error, failures}, `${what} do not go on; they are tried again.`)
      // Not woken by more of the same.
      await backOff.wait(Math.min(pause * 2 ** (failures - 1), longest))
    }
  }
  const run = async (): Promise<void> => {
    while (!closed) await tryRound()
  }
  const ended = run()

  return {
    async close() {
      closed = true
      woken.give()
      backOff.give()
      await ended
    },
  }
}
