import type {Consumer, JsMsg} from '@nats-io/jetstream'
import {createHands} from '../messaging/hands.js'
import {keepReading} from '../messaging/keep-reading.js'
import type {Logger} from '../platform/logging/logger.js'
import type {SubscriptionOrder} from '../platform/messaging/message-broker.js'
import {deliveryOf} from './nats-message.js'

export interface ReadConsumerOptions {
  readonly consumer: Consumer
  readonly order: SubscriptionOrder
  readonly logger: Logger
}

/** Milliseconds that the server waits for new messages. */
const expires = 1000

/**
 * Reads the messages of a group until it is closed. It asks for as many as there are hands: what waits in the memory of a
 * client counts as handed out, and would come again to somebody else.
 */
export function readConsumer({consumer, order, logger}: ReadConsumerOptions): {close(): Promise<void>} {
  const {topic, atOnce, receive} = order
  const hands = createHands(atOnce)

  const settle = async (incoming: JsMsg): Promise<void> => {
    try {
      await receive(deliveryOf(topic, incoming))
    } catch {
      incoming.nak()
      return
    }
    // Confirmed by the server. If this fails, it comes again, and is known by its id.
    await incoming.ackAck().catch(error => logger.debug({err: error}, 'Not settled.'))
  }

  const read = async (): Promise<void> => {
    const messages = await consumer.fetch({max_messages: hands.free(), expires})
    for await (const incoming of messages) hands.take(() => settle(incoming))
  }

  return keepReading({order, hands, logger, read})
}
