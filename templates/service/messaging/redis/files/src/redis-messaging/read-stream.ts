import {randomUUID} from 'node:crypto'
import {hostname} from 'node:os'
import type {Redis} from 'ioredis'
import {createHands} from '../messaging/hands.js'
import {keepReading} from '../messaging/keep-reading.js'
import type {Logger} from '../platform/logging/logger.js'
import type {SubscriptionOrder} from '../platform/messaging/message-broker.js'
import type {RedisConnection} from '../redis/redis-connection.js'
import {entriesIn, listOf, type StreamEntry} from './stream-entry.js'

export interface ReadStreamOptions {
  /** For everything that does not wait. */
  readonly commands: Redis
  /** For reading alone. */
  readonly reading: RedisConnection
  readonly key: string
  readonly order: SubscriptionOrder
  readonly idle: number
  readonly logger: Logger
  /** Makes the group anew, if somebody has deleted it. */
  readonly prepare: (topic: string, group: string) => Promise<void>
}

/** Milliseconds that Redis waits for new messages: shorter than a command may take. */
const block = 1000

/** Reads the messages of a group until it is closed, whatever happens to the connection. */
export function readStream(options: ReadStreamOptions): {close(): Promise<void>} {
  const {commands, reading, key, order, idle, logger, prepare} = options
  const {topic, group, atOnce} = order
  const consumer = `${hostname()}-${randomUUID().slice(0, 8)}`
  const hands = createHands(atOnce)
  const inHand = new Set<string>()

  /** How often each was handed out; Redis tells it apart from the messages. */
  const deliveriesOf = async (entries: readonly StreamEntry[]): Promise<ReadonlyMap<string, number>> => {
    const counts = await Promise.all(
      entries.map(async ({entryId}) => {
        const [pending] = listOf(await commands.xpending(key, group, entryId, entryId, 1))
        return [entryId, Number(listOf(pending)[3] ?? 1)] as const
      }),
    )
    return new Map(counts)
  }

  const settle = async ({entryId, message}: StreamEntry, deliveries: number): Promise<void> => {
    // The sign of life: the time since the last delivery begins anew.
    const extend = async () => void (await commands.xclaim(key, group, consumer, 0, entryId, 'JUSTID'))
    const place = {partition: '0', offset: entryId}
    try {
      await order.receive({...message, deliveries, place, extend})
    } catch {
      // Old enough for the next one of the group who looks; at once, when this one goes.
      await commands.xclaim(key, group, consumer, 0, entryId, 'IDLE', idle, 'JUSTID').catch(() => {})
      return
    }
    // If this fails, it comes again, and is known by its id.
    await commands.xack(key, group, entryId).catch(error => logger.debug({err: error}, 'Not settled.'))
  }

  const handOut = async (entries: readonly StreamEntry[], isNew: boolean): Promise<void> => {
    const fresh = entries.filter(({entryId}) => !inHand.has(entryId))
    const counts = isNew ? new Map<string, number>() : await deliveriesOf(fresh)
    for (const entry of fresh) {
      inHand.add(entry.entryId)
      hands.take(async () => {
        await settle(entry, counts.get(entry.entryId) ?? 1)
        inHand.delete(entry.entryId)
      })
    }
  }

  const read = async (from: '0' | '>'): Promise<StreamEntry[]> => {
    const client = await reading.client()
    const answer = await client.callBuffer(
      'XREADGROUP',
      ...['GROUP', group, consumer, 'COUNT', hands.free(), 'BLOCK', block, 'STREAMS', key, from],
    )
    // One stream and its entries: RESP3 has them side by side, RESP2 as a pair in a list.
    const [first, second] = listOf(answer)
    return entriesIn(Array.isArray(first) ? first[1] : second, topic)
  }

  /** What others have taken and never settled. */
  const claim = async (): Promise<StreamEntry[]> => {
    const client = await reading.client()
    const count = hands.free()
    const answer = await client.callBuffer('XAUTOCLAIM', key, group, consumer, idle, '0', 'COUNT', count)
    return entriesIn(listOf(answer)[1], topic)
  }

  let claimAt = 0
  const readAll = async (afterFailure: boolean): Promise<void> => {
    // What was on its way when a connection broke is found among one's own.
    if (afterFailure) await handOut(await read('0'), false)
    if (performance.now() >= claimAt && hands.free() > 0) {
      await handOut(await claim(), false)
      claimAt = performance.now() + idle / 2
    }
    if (hands.free() > 0) await handOut(await read('>'), true)
  }

  const reader = keepReading({
    order,
    hands,
    logger,
    async read(afterFailure) {
      try {
        await readAll(afterFailure)
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('NOGROUP')) await prepare(topic, group)
        throw error
      }
    },
  })
  return {
    async close() {
      await reader.close()
      await leave().catch(error => logger.debug({err: error}, 'The consumer was not deleted.'))
      await reading.close()
    },
  }

  /** A consumer with messages must stay: they would be lost with it. */
  async function leave(): Promise<void> {
    const pending = await commands.xpending(key, group, '-', '+', 1, consumer)
    if (listOf(pending).length === 0) await commands.xgroup('DELCONSUMER', key, group, consumer)
  }
}
