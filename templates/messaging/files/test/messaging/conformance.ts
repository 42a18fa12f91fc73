import {randomUUID} from 'node:crypto'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {Delivery, Message} from '../../src/platform/messaging/message.js'
import type {MessageBroker, Subscription} from '../../src/platform/messaging/message-broker.js'
import type {BrokerBench, TestBroker} from './test-broker.js'
import {waitFor} from './wait-for.js'

const message = (topic: string, text: string, more: Partial<Message> = {}): Message => ({
  topic,
  id: randomUUID(),
  key: 'k',
  headers: {eventType: 'OrderCreated', 'x-odd': 'a=b; c,d "e"'},
  body: Buffer.from(text),
  ...more,
})

const text = ({body}: Delivery): string => Buffer.from(body).toString()

/** The tests of one broker: side by side, as some take their time until a group is complete. */
export function brokerConformance({missing, connects, remembers, prepare}: TestBroker): void {
  describe.skipIf(missing !== undefined)(missing ?? 'which is here', {timeout: 60_000}, () => {
    let bench: BrokerBench
    let broker: MessageBroker
    const open: Subscription[] = []
    beforeAll(async () => {
      bench = await prepare()
      broker = await bench.connect()
    }, 30_000)
    afterAll(async () => {
      await Promise.all(open.map(each => each.close()))
      await bench.close()
    }, 30_000)

    const ownTopic = (): string => `business-events-test-${randomUUID().slice(0, 8)}-v1`

    /** Collects what a group gets. */
    const collect = async (topic: string, group: string, options: CollectOptions = {}) => {
      const {on = broker, atOnce = 10, settle = async () => {}} = options
      const got: Delivery[] = []
      const subscription = await on.subscribe({
        topic,
        group,
        atOnce,
        async receive(delivery) {
          got.push(delivery)
          await settle(delivery)
        },
      })
      open.push(subscription)
      return {got, subscription, texts: () => got.map(text)}
    }

    test.concurrent('can be used', async () => {
      await broker.check()
    })

    test.concurrent('arrive as they were sent, byte for byte', async () => {
      const topic = ownTopic()
      const {got} = await collect(topic, 'one')
      const body = Buffer.from([0, 255, 128, 10, 13, 0xc3, 0x28])
      const sent = message(topic, '', {key: 'order 7/ü', body})
      await broker.publish(sent)
      await waitFor('the message', () => got.length === 1)
      const {topic: from, key, id, headers, body: bytes, deliveries, place} = got[0] ?? {}
      expect({from, key, id, headers, bytes: Buffer.from(bytes ?? []).toString('hex'), deliveries}).toEqual({
        from: topic,
        key: sent.key,
        id: sent.id,
        headers: sent.headers,
        bytes: body.toString('hex'),
        deliveries: 1,
      })
      expect(place).toEqual({partition: expect.any(String), offset: expect.stringMatching(/./)})
    })

    test.concurrent('wait for a group from the moment on in which it was prepared', async () => {
      const topic = ownTopic()
      await broker.prepare(topic, 'late')
      await broker.prepare(topic, 'late')
      await broker.publish(message(topic, 'early'))
      const {texts} = await collect(topic, 'late')
      await waitFor('the early message', () => texts().includes('early'))
    })

    test.concurrent('go to every group, and to one subscriber of each', async () => {
      const topic = ownTopic()
      const other = await bench.connect()
      const groups = [
        await collect(topic, 'a'),
        await collect(topic, 'a', {on: other}),
        await collect(topic, 'b'),
      ] as const
      const sent = Array.from({length: 40}, (_, number) => String(number))
      await Promise.all(sent.map(each => broker.publish(message(topic, each, {key: each}))))
      const [first, second, alone] = groups.map(each => each.texts)
      await waitFor('all', () => groups[0].got.length + groups[1].got.length >= 40 && groups[2].got.length >= 40)
      expect([...(first?.() ?? []), ...(second?.() ?? [])].sort()).toEqual([...sent].sort())
      expect([...(alone?.() ?? [])].sort()).toEqual([...sent].sort())
    })

    test.concurrent('of one key come in their order', async () => {
      const topic = ownTopic()
      const {got} = await collect(topic, 'ordered')
      for (let number = 0; number < 60; number++)
        await broker.publish(message(topic, String(number), {key: `k${number % 3}`}))
      await waitFor('all', () => got.length >= 60)
      for (const key of ['k0', 'k1', 'k2']) {
        const numbers = got.filter(each => each.key === key).map(each => Number(text(each)))
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
        expect(numbers).toHaveLength(20)
      }
    })

    test.concurrent('are handed out no more at once than was asked for', async () => {
      const topic = ownTopic()
      let inHand = 0
      let most = 0
      const {got} = await collect(topic, 'slow', {
        atOnce: 3,
        async settle() {
          inHand += 1
          most = Math.max(most, inHand)
          await new Promise(resolve => setTimeout(resolve, 20))
          inHand -= 1
        },
      })
      await Promise.all(Array.from({length: 12}, (_, number) => broker.publish(message(topic, '', {key: `${number}`}))))
      await waitFor('all', () => got.length >= 12 && inHand === 0)
      expect(most).toBeLessThanOrEqual(3)
      expect(most).toBeGreaterThan(1)
    })

    test.concurrent('that are settled never come again, those that are given back do', async () => {
      const topic = ownTopic()
      const other = await bench.connect()
      await broker.prepare(topic, 'shared')
      const refused = await collect(topic, 'shared', {
        on: other,
        async settle(delivery) {
          if (text(delivery) === 'bad') throw new Error('Not now.')
        },
      })
      await broker.publish(message(topic, 'good', {key: 'g'}))
      await broker.publish(message(topic, 'bad', {key: 'b'}))
      await waitFor('both', () => refused.texts().includes('bad') && refused.texts().includes('good'))
      await refused.subscription.close()
      const {texts} = await collect(topic, 'shared')
      await waitFor('the one that was given back', () => texts().includes('bad'))
      await new Promise(resolve => setTimeout(resolve, 200))
      expect(texts()).not.toContain('good')
    })

    test.concurrent('are finished when a subscription ends; what nobody began goes to others', async () => {
      const topic = ownTopic()
      let finished = 0
      const ending = await collect(topic, 'ending', {
        atOnce: 2,
        async settle() {
          await new Promise(resolve => setTimeout(resolve, 150))
          finished += 1
        },
      })
      for (const key of ['1', '2', '3', '4', '5', '6']) await broker.publish(message(topic, key, {key}))
      await waitFor('the first', () => ending.got.length >= 1)
      await ending.subscription.close()
      expect(finished).toBe(ending.got.length)
      const begun = ending.got.length
      const {texts} = await collect(topic, 'ending')
      await waitFor('the rest', () => begun + texts().length >= 6)
      expect([...ending.texts(), ...texts()].sort()).toEqual(['1', '2', '3', '4', '5', '6'])
    })

    test.concurrent('are counted as long as a group has not settled them', async () => {
      const topic = ownTopic()
      let release: () => void = () => {}
      const held = new Promise<void>(resolve => {
        release = resolve
      })
      const {got, subscription} = await collect(topic, 'behind', {atOnce: 1, settle: () => held})
      for (const key of ['1', '2', '3']) await broker.publish(message(topic, key, {key}))
      await waitFor('the first', () => got.length === 1)
      expect(await subscription.lag()).toBe(3)
      release()
      await waitFor('nothing is left', async () => (await subscription.lag()) === 0)
    })

    test.runIf(connects)(
      'survive connections that break, on both sides',
      async () => {
        const topic = ownTopic()
        const {texts} = await collect(topic, 'steady')
        await broker.publish(message(topic, 'before'))
        await waitFor('the first', () => texts().includes('before'))
        await bench.cut?.()
        await waitFor('the second is taken', () =>
          broker.publish(message(topic, 'after')).then(
            () => true,
            () => false,
          ),
        )
        await waitFor('the second', () => texts().includes('after'))
        await waitFor('the broker can be used', () =>
          broker.check().then(
            () => true,
            () => false,
          ),
        )
      },
      40_000,
    )

    test.runIf(connects)(
      'are refused when nobody answers, and the service can end all the same',
      async () => {
        const away = bench.away?.()
        const order = {topic: ownTopic(), group: 'nobody', atOnce: 1, receive: async () => {}}
        await Promise.all([
          expect(away?.check()).rejects.toThrow(),
          expect(away?.publish(message(order.topic, 'lost'))).rejects.toThrow(),
          expect(away?.subscribe(order)).rejects.toThrow(),
        ])
        await away?.close()
      },
      30_000,
    )

    test.runIf(remembers)('are known by the memory that goes with them', async () => {
      const {seen} = bench
      const id = randomUUID()
      expect(await seen?.has('one', id)).toBe(false)
      await seen?.add('one', id)
      expect([await seen?.has('one', id), await seen?.has('two', id)]).toEqual([true, false])
    })
  })
}

interface CollectOptions {
  readonly on?: MessageBroker
  readonly atOnce?: number
  readonly settle?: (delivery: Delivery) => Promise<void>
}
