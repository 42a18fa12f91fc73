import {setTimeout as sleep} from 'node:timers/promises'
import type {Logger} from '../platform/logging/logger.js'

/** What a look has come to. */
export interface Look {
  /** Whether there is more to be had at once. */
  readonly more?: boolean
  /** Milliseconds for which the other side wants to be left alone. */
  readonly retryAfter?: number | undefined
}

/** Looks again and again, never twice at a time. */
export interface Poller {
  start(): void
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

export interface PollerOptions {
  /** Rejects when it could not look. */
  readonly look: (signal: AbortSignal) => Promise<Look>
  /** Milliseconds between two looks. */
  readonly interval: number
  readonly logger: Logger
  readonly random?: () => number
}

/** Failures in a row double the pause, up to this many times the interval. */
const longest = 16

export function createPoller({look, interval, logger, random = Math.random}: PollerOptions): Poller {
  const controller = new AbortController()
  const {signal} = controller
  let running: Promise<void> | undefined

  const run = async (): Promise<void> => {
    let failures = 0
    while (!signal.aborted) {
      let pause: number
      try {
        const {more = false, retryAfter = 0} = await look(signal)
        failures = 0
        pause = more ? 0 : Math.max(spread(interval), retryAfter)
      } catch (error) {
        if (signal.aborted) return
        failures += 1
        logger.warn({err: error, failures}, 'Events could not be fetched.')
        pause = spread(interval * Math.min(2 ** failures, longest))
      }
      await sleep(pause, undefined, {signal}).catch(() => {}) // Stopped.
    }
  }

  /** A tenth more or less, so that instances which began together do not ask together for ever. */
  const spread = (milliseconds: number): number => milliseconds * (0.9 + random() * 0.2)

  return {
    start() {
      running ??= run()
    },
    async stop() {
      controller.abort()
      await running
    },
  }
}
