import {setTimeout as sleep} from 'node:timers/promises'
import type {Closable} from '../platform/lifecycle/shutdown.js'
import type {Logger} from '../platform/logging/logger.js'

export interface RepeatOptions {
  /** Milliseconds between the end of one run and the begin of the next. */
  readonly every: number
  readonly logger: Logger
  /** What is done, for the log. */
  readonly what: string
}

/** Does something again and again until it is closed; a run that fails is told, and followed by the next one. */
export function repeat(work: () => Promise<unknown>, {every, logger, what}: RepeatOptions): Closable {
  const stop = new AbortController()
  const {signal} = stop
  const loop = async (): Promise<void> => {
    for (;;) {
      const rested = await sleep(every, true, {signal, ref: false}).catch(() => false)
      if (!rested) return
      await work().catch(error => logger.warn({err: error}, `${what} failed.`))
    }
  }
  const ended = loop()
  return {
    async close() {
      stop.abort()
      await ended
    },
  }
}
