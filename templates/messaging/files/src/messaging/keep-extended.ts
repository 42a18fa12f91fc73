import type {Logger} from '../platform/logging/logger.js'
import type {Delivery} from '../platform/messaging/message.js'

/** Milliseconds between two signs of life; every broker waits at least three times as long. */
const interval = 1000

/** Tells the broker that a message is being worked on, for as long as that takes. Gives what ends it. */
export function keepExtended(delivery: Delivery, logger: Logger): () => void {
  const timer = setInterval(() => {
    // It may come again to somebody else then, which is known by its id.
    delivery.extend().catch(error => logger.debug({err: error}, 'The broker heard no sign of life.'))
  }, interval)
  return () => clearInterval(timer)
}
