import {setTimeout as sleep} from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import type {Readiness} from '../health/readiness.js'
import type {Logger} from '../logging/logger.js'

/** Something that has to be closed before the process ends. */
export interface Closable {
  close(): Promise<unknown>
}

export interface ShutdownOptions {
  readonly readiness: Readiness
  readonly logger: Logger
  /** In this order: what lets work in comes before what the work needs. */
  readonly closables: readonly Closable[]
  /** Milliseconds in which load balancers learn that this instance is not ready. */
  readonly drain: number
  /** Milliseconds after which the process ends in any case. */
  readonly limit: number
}

/** Milliseconds in which clients that are busy get the answers that end their connections: whoever sends its next request while an
 * idle connection is closed loses it. */
const leastDrain = 200

/** Stops without losing a request: not ready, still serving, no new connections, last answers, end. */
export async function shutDown({readiness, logger, closables, drain}: ShutdownOptions): Promise<void> {
  readiness.drain()
  logger.info({drain}, 'Shutting down.')
  await sleep(Math.max(drain, leastDrain))
  for (const closable of closables) {
    await closable.close().catch(error => logger.error({err: error}, 'Closing failed.'))
  }
  logger.info('Stopped.')
}

/** Shuts down on SIGTERM, on Ctrl-C, and after an error that nobody caught: the process is then in an unknown state. */
export function shutDownOnSignal(options: ShutdownOptions): void {
  closeWithGrace({delay: options.limit + options.drain, logger: false}, async ({err, signal}) => {
    if (err) options.logger.fatal({err}, 'An error was not caught.')
    else options.logger.info({signal}, 'Asked to stop.')
    await shutDown(options)
  })
}
