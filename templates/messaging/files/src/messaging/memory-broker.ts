import type {Delivery, Message} from '../platform/messaging/message.js'
import type {MessageBroker, SubscriptionOrder} from '../platform/messaging/message-broker.js'
import {createHands} from './hands.js'

/** A message that waits for a group, or is in somebody's hands. */
interface Kept {
  readonly message: Message
  readonly offset: number
  deliveries: number
}

/** What one group has not settled yet, in the order of publishing. */
interface Queue {
  waiting: Kept[]
  inHand: number
  readonly subscribers: Set<() => void>
}

/** Carries messages within one process, for development and tests: they end with it. */
export function createMemoryBroker(): MessageBroker {
  const topics = new Map<string, Map<string, Queue>>()
  let offset = 0

  const queueOf = (topic: string, group: string): Queue => {
    const groups = topics.get(topic) ?? new Map<string, Queue>()
    const queue = groups.get(group) ?? {waiting: [], inHand: 0, subscribers: new Set()}
    topics.set(topic, groups.set(group, queue))
    return queue
  }

  return {
    async publish(message) {
      for (const queue of topics.get(message.topic)?.values() ?? []) {
        queue.waiting.push({message, offset, deliveries: 0})
        for (const wake of queue.subscribers) wake()
      }
      offset += 1
    },
    prepare: async (topic, group) => void queueOf(topic, group),
    async subscribe(order) {
      const queue = queueOf(order.topic, order.group)
      const {wake, close} = handOut(queue, order)
      queue.subscribers.add(wake)
      wake()
      return {
        lag: async () => queue.waiting.length + queue.inHand,
        async close() {
          queue.subscribers.delete(wake)
          await close()
        },
      }
    },
    check: async () => {},
    close: async () => {},
  }
}

/** Hands the messages of a queue to one subscriber, as many as it takes at once. */
function handOut(queue: Queue, {atOnce, receive}: SubscriptionOrder) {
  const hands = createHands(atOnce)
  let closed = false

  const giveBack = (kept: Kept): void => {
    const later = queue.waiting.findIndex(each => each.offset > kept.offset)
    queue.waiting.splice(later === -1 ? queue.waiting.length : later, 0, kept)
    for (const other of queue.subscribers) other()
  }
  const give = async (kept: Kept): Promise<void> => {
    kept.deliveries += 1
    queue.inHand += 1
    const place = {partition: '0', offset: String(kept.offset)}
    const delivery: Delivery = {...kept.message, deliveries: kept.deliveries, place, extend: async () => {}}
    const settled = receive(delivery).then(
      () => true,
      () => false,
    )
    const isSettled = await settled
    queue.inHand -= 1
    if (!isSettled) giveBack(kept)
  }
  const wake = (): void => {
    // Later, so that nobody who publishes runs the code of those who receive.
    setImmediate(() => {
      while (!closed && hands.free() > 0) {
        const kept = queue.waiting.shift()
        if (!kept) return
        hands.take(() => give(kept).finally(wake))
      }
    })
  }
  return {
    wake,
    async close() {
      closed = true
      await hands.empty()
    },
  }
}
