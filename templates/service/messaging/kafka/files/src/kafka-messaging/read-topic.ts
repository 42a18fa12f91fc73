import type {Kafka} from 'kafkajs'
import {createHands} from '../messaging/hands.js'
import type {Logger} from '../platform/logging/logger.js'
import type {SubscriptionOrder} from '../platform/messaging/message-broker.js'
import {settleBatch} from './settle-batch.js'

export interface ReadTopicOptions {
  readonly kafka: Kafka
  /** With their prefix. */
  readonly topic: string
  readonly group: string
  readonly order: SubscriptionOrder
  readonly sessionTimeout: number
  readonly logger: Logger
}

/** Partitions that are worked through side by side. */
const partitionsAtOnce = 3

/** Joins the group and reads its share of the topic until it is closed; others take over what it had not committed. */
export async function readTopic(options: ReadTopicOptions): Promise<{close(): Promise<void>}> {
  const {kafka, topic, group, order, sessionTimeout, logger} = options
  const hands = createHands(order.atOnce)
  const stopping = new AbortController()
  const working = new Set<Promise<void>>()
  const track = (work: Promise<void>): Promise<void> => {
    working.add(work)
    return work.finally(() => working.delete(work))
  }
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout,
    rebalanceTimeout: 60_000,
    heartbeatInterval: sessionTimeout / 10,
    // The longest time that closing has to wait for an answer.
    maxWaitTimeInMs: 1000,
    // For ever: an outage of the brokers ends, and nobody would start the consumer again.
    retry: {initialRetryTime: 200, maxRetryTime: 5000, retries: 5, restartOnFailure: async () => true},
  })
  consumer.on(consumer.events.CRASH, ({payload: {error, restart}}) => {
    logger[restart ? 'warn' : 'error']({err: error, topic, group}, 'The consumer has broken down.')
  })
  try {
    await consumer.connect()
    // A new group begins with the oldest message: what was published before it was there is not lost.
    await consumer.subscribe({topics: [topic], fromBeginning: true})
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch: payload => track(settleBatch({payload, hands, order, stopping: stopping.signal, logger})),
    })
  } catch (error) {
    await consumer.disconnect()
    throw error
  }
  return {
    async close() {
      stopping.abort()
      hands.wake()
      // First: a consumer that is asked to stop leaves its group as soon as one of its partitions is done.
      await Promise.all(working)
      await consumer.disconnect()
    },
  }
}
