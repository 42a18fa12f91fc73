import type {Logger} from '../platform/logging/logger.js'
import {pause} from './pause.js'
import {retryDelay, standardRetries} from './retry-policy.js'

/**
 * Does what must not fail and does not depend on the event: a broker or a storage that is away is waited for, because to
 * go on without it would lose the event. Rejects only when the service stops.
 */
export async function persist<T>(
  action: () => Promise<T>,
  what: string,
  logger: Logger,
  stopping: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await action()
    } catch (error) {
      stopping.throwIfAborted()
      if (failures === 1) logger.warn({err: error}, `${what} has to wait; it is tried until it works.`)
      await pause(retryDelay(standardRetries, failures), stopping)
    }
  }
}
