import {Connection, ConsumerStatus} from 'rabbitmq-client'
import type {Logger} from '../platform/logging/logger.js'
import {createReach} from '../platform/logging/reach.js'
import type {MessageBroker, SubscriptionOrder} from '../platform/messaging/message-broker.js'
import {deliveryOf, envelopeOf} from './rabbit-message.js'
import {createTopology} from './topology.js'

export interface RabbitBrokerOptions {
  readonly url: string
  /** Before the name of every exchange and queue. */
  readonly prefix: string
  /** Milliseconds after which an unused queue is deleted; 0 keeps it. */
  readonly expiry: number
  readonly logger: Logger
}

/** Milliseconds that something waits for a connection that is away, before it fails. */
const acquireTimeout = 3000

/** Topics are exchanges; each group has a quorum queue of its own behind them. The client connects anew by itself. */
export function createRabbitBroker({url, prefix, expiry, logger}: RabbitBrokerOptions): MessageBroker {
  const rabbit = new Connection({url, acquireTimeout, retryLow: 200, retryHigh: 5000, heartbeat: 20})
  const reach = createReach('RabbitMQ', logger)
  rabbit.on('error', reach.lost)
  rabbit.on('connection', reach.found)
  const topology = createTopology(rabbit, prefix, expiry)
  // Resolves when the broker has confirmed that a majority keeps the message.
  const publisher = rabbit.createPublisher({confirm: true})

  const consume = async ({topic, group, atOnce, receive}: SubscriptionOrder) => {
    const declared = topology.queue(topic, group)
    let inHand = 0
    const consumer = rabbit.createConsumer(
      {...declared, qos: {prefetchCount: atOnce}, concurrency: atOnce},
      async incoming => {
        inHand += 1
        try {
          await receive(deliveryOf(topic, incoming))
          return ConsumerStatus.ACK
        } catch {
          return ConsumerStatus.REQUEUE
        } finally {
          inHand -= 1
        }
      },
    )
    try {
      await firstOf(consumer)
    } catch (error) {
      await consumer.close()
      throw error
    }
    consumer.on('error', error => logger.warn({err: error, topic, group}, 'Events can not be read; it is tried again.'))
    return {
      async lag() {
        const {messageCount} = await rabbit.queueDeclare({queue: declared.queue, passive: true})
        return messageCount + inHand
      },
      close: () => consumer.close(),
    }
  }

  return {
    async publish(message) {
      await topology.declareTopic(message.topic)
      await publisher.send(envelopeOf(message, topology.exchange(message.topic)), bytesOf(message.body))
    },
    prepare: (topic, group) => topology.declareQueue(topic, group),
    subscribe: consume,
    check: () => rabbit.onConnect(acquireTimeout, true),
    async close() {
      await publisher.close()
      await rabbit.close()
    },
  }
}

/** Resolves when a consumer gets messages for the first time, rejects when it can not. */
function firstOf(consumer: ReturnType<Connection['createConsumer']>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('RabbitMQ does not answer.')), acquireTimeout)
    const settle = (end: () => void) => {
      clearTimeout(timer)
      end()
    }
    consumer.once('ready', () => settle(resolve))
    consumer.once('error', (error: unknown) => settle(() => reject(error)))
  })
}

function bytesOf(body: Uint8Array): Buffer {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}
