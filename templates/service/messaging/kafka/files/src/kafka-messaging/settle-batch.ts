import type {EachBatchPayload} from 'kafkajs'
import type {Hands} from '../messaging/hands.js'
import type {Logger} from '../platform/logging/logger.js'
import type {SubscriptionOrder} from '../platform/messaging/message-broker.js'
import {deliveryOf} from './kafka-message.js'

export interface SettleBatchOptions {
  readonly payload: EachBatchPayload
  readonly hands: Hands
  readonly order: SubscriptionOrder
  readonly stopping: AbortSignal
  readonly logger: Logger
}

/** Milliseconds between two signs of life, and between two commits. */
const interval = 1000

/**
 * Works through messages of one partition, several at a time. Only what is settled without a gap is committed; when the
 * service stops, or the partition goes to another one, what is in hand is finished and nothing new is begun.
 */
export async function settleBatch(options: SettleBatchOptions): Promise<void> {
  const {payload, hands, order, stopping, logger} = options
  const {batch, heartbeat, isRunning, isStale, resolveOffset, commitOffsetsIfNecessary} = payload
  const {topic, partition} = batch
  const settled = new Set<string>()
  let next = 0
  let committed = 0
  let lost = false

  const inHand = new Set<Promise<void>>()
  const settle = async (message: (typeof batch.messages)[number]): Promise<void> => {
    try {
      await order.receive(deliveryOf(order.topic, partition, message))
      settled.add(message.offset)
    } catch {
      // It and all behind it are fetched again.
      lost = true
    }
  }
  /** Up to the first one that is not settled. */
  const commit = async (): Promise<void> => {
    for (let message = batch.messages[next]; message && settled.has(message.offset); message = batch.messages[next]) {
      resolveOffset(message.offset)
      next += 1
    }
    const last = batch.messages[next - 1]
    if (!last || next === committed) return
    committed = next
    const offset = String(BigInt(last.offset) + 1n)
    // Not by the consumer: it commits nothing any more when it is asked to stop, and says nothing.
    await commitOffsetsIfNecessary({topics: [{topic, partitions: [{partition, offset}]}]})
  }
  const live = async (): Promise<void> => {
    try {
      await commit()
      await heartbeat()
    } catch (error) {
      // The partition may belong to another one by now. What comes again there is known by its id.
      logger.debug({err: error, topic, partition}, 'The group is being divided anew.')
      lost = true
    }
  }

  const isOver = (): boolean => lost || stopping.aborted || !isRunning() || isStale()
  const timer = setInterval(live, interval)
  try {
    for (const message of batch.messages) {
      if (isOver()) break
      await hands.takeNext(async () => {
        // It may have taken a while until it was its turn.
        if (isOver()) return
        const done = settle(message).finally(() => inHand.delete(done))
        inHand.add(done)
        await done
      })
    }
    await Promise.all(inHand)
  } finally {
    clearInterval(timer)
  }
  await live()
}
