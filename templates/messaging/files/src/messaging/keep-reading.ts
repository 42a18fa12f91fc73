import {setTimeout as sleep} from 'node:timers/promises'
import type {Logger} from '../platform/logging/logger.js'
import type {SubscriptionOrder} from '../platform/messaging/message-broker.js'
import type {Hands} from './hands.js'
import {retryDelay, standardRetries} from './retry-policy.js'

export interface ReadingOptions {
  readonly order: SubscriptionOrder
  readonly hands: Hands
  readonly logger: Logger
  /** Fetches messages, as many as there are hands, and lets them be taken. Returns before long when there are none. */
  read(afterFailure: boolean): Promise<void>
}

/** Reads again and again until it is closed, whatever happens to the connection; no more than the hands can take. */
export function keepReading({order, hands, logger, read}: ReadingOptions): {close(): Promise<void>} {
  const {topic, group} = order
  let closed = false

  const work = async (): Promise<void> => {
    for (let failures = 0; !closed; ) {
      await hands.room()
      if (closed) return
      try {
        await read(failures > 0)
        failures = 0
      } catch (error) {
        failures += 1
        if (failures === 1) logger.warn({err: error, topic, group}, 'Events can not be read; it is tried again.')
        await sleep(retryDelay(standardRetries, failures))
      }
    }
  }

  const working = work()
  return {
    async close() {
      closed = true
      hands.wake()
      await working
      await hands.empty()
    },
  }
}
