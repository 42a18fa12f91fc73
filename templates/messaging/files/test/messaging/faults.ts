import {randomUUID} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {EventConsumer, EventConsumerOptions} from '../../src/messaging/event-consumer.js'
import type {EventHandlers} from '../../src/messaging/event-handler.js'
import {eventMessage} from '../../src/messaging/event-message.js'
import {createMemorySeenEvents} from '../../src/messaging/memory-seen-events.js'
import {redrive} from '../../src/messaging/redrive.js'
import {ApiError} from '../../src/platform/errors/api-error.js'
import {onSent, type Parcels, parcelsThrough, sent} from './parcels.js'
import type {BrokerBench, TestBroker} from './test-broker.js'
import {waitFor} from './wait-for.js'

/** What goes wrong with events on their way and with those who handle them, through one broker. */
export function eventFaults({missing, connects, prepare}: TestBroker): void {
  describe.skipIf(missing !== undefined)(missing ?? 'which is here', {timeout: 60_000}, () => {
    let bench: BrokerBench
    const open: Pick<EventConsumer, 'close'>[] = []
    beforeAll(async () => {
      bench = await prepare()
    }, 30_000)
    afterAll(async () => {
      await Promise.all(open.map(each => each.close()))
      await bench.close()
    }, 30_000)

    const through = async (
      topic = `business-events-${randomUUID().slice(0, 8)}-v1`,
      patience?: number,
    ): Promise<Parcels> => {
      const parcels = parcelsThrough(await bench.connect(patience), topic)
      open.push(parcels)
      return parcels
    }
    const listen = async (parcels: Parcels, handlers: EventHandlers, more?: Partial<EventConsumerOptions>) => {
      // A group of Kafka belongs to the whole cluster, whatever its topic: each test is a service of its own.
      const consumer = await parcels.listen(handlers, {service: parcels.topic, ...more})
      open.push(consumer)
      await waitFor('it listens', () =>
        consumer.check().then(
          () => true,
          () => false,
        ),
      )
    }

    test.concurrent('duplicates are handled once, by whichever instance they come to', async () => {
      const first = await through()
      const second = await through(first.topic)
      const [one, other] = [onSent(), onSent()]
      // The one that goes with the broker, or else one that both instances share all the same.
      const seen = bench.seen ?? createMemorySeenEvents()
      await Promise.all([listen(first, one.handlers, {seen}), listen(second, other.handlers, {seen})])
      const events = Array.from({length: 20}, (_, number) => sent(`p-${number}`))
      const total = async (outcome: string) => (await first.counted(outcome)) + (await second.counted(outcome))
      const publish = async (): Promise<void> => {
        // Under an id of its own each time: a broker that knows ids must not be what saves us.
        for (const event of events) await first.broker.publish({...eventMessage(first.topic, event), id: randomUUID()})
      }
      await publish()
      await waitFor('all are handled', async () => (await total('handled')) === 20)
      await publish()
      await waitFor('all are known', async () => (await total('repeated')) === 20)
      const handled = [...one.got, ...other.got].map(({aggregateId}) => aggregateId)
      expect(handled.sort()).toEqual(events.map(({aggregateId}) => aggregateId).sort())
    })

    test.concurrent('events of one aggregate keep their order, also while one of them fails', async () => {
      const parcels = await through()
      const done: string[] = []
      const {handlers} = onSent(async ({aggregateId, aggregateVersion}, {attempt}) => {
        if (aggregateId === 'failing' && aggregateVersion === 1 && attempt < 3) throw new Error('Not yet.')
        // Later ones take less time, so that nothing but our order keeps them behind.
        await sleep(12 - aggregateVersion)
        done.push(`${aggregateId} ${aggregateVersion}`)
      })
      await listen(parcels, handlers, {atOnce: 10})
      const ids = ['failing', 'b', 'c', 'd']
      const versions = Array.from({length: 10}, (_, number) => number + 1)
      for (const version of versions) for (const id of ids) await parcels.publisher.publish(sent(id, version))
      await waitFor('all', () => done.length >= ids.length * versions.length)
      for (const id of ids)
        expect(done.filter(each => each.startsWith(`${id} `))).toEqual(versions.map(version => `${id} ${version}`))
    })

    test.runIf(connects).concurrent('work that takes longer than a sign of life may is done once', async () => {
      const patience = 3000
      const first = await through(undefined, patience)
      // More than one other: where those who listen look for what was left, the first to look may be the one who has it.
      const others = [await through(first.topic, patience), await through(first.topic, patience)]
      const all = [first, ...others]
      const begun: number[] = []
      const {handlers} = onSent(async ({aggregateVersion}) => {
        begun.push(aggregateVersion)
        if (aggregateVersion === 1) await sleep(1.5 * patience)
      })
      await Promise.all(all.map(each => listen(each, handlers, {service: first.topic})))
      await first.publisher.publish(sent('slow'))
      // Behind the first one, it waits in hand for as long.
      await first.publisher.publish(sent('slow', 2))
      const total = async (outcome: string) => {
        const counts = await Promise.all(all.map(each => each.counted(outcome)))
        return counts.reduce((sum, count) => sum + count, 0)
      }
      await waitFor('both are handled', async () => (await total('handled')) === 2)
      expect([begun, await total('repeated')]).toEqual([[1, 2], 0])
    })

    test.concurrent('a poison message holds nothing up, is kept as it came, and comes back by redrive', async () => {
      const parcels = await through()
      let mended = false
      const {got, handlers} = onSent(async ({aggregateVersion}) => {
        if (aggregateVersion === 2 && !mended) throw new ApiError('VALIDATION_FAILED', 'No.')
      })
      await listen(parcels, handlers)
      const dead = await parcels.deadLetters()
      const bytes = Buffer.from([0, 255, 123, 34])
      await parcels.publisher.publish(sent('p', 1))
      await parcels.broker.publish({...eventMessage(parcels.topic, sent('p', 9)), body: bytes})
      await parcels.publisher.publish(sent('p', 2))
      await parcels.publisher.publish(sent('p', 3))
      await waitFor('those around it', async () => (await parcels.counted('handled')) === 2)
      await waitFor('the dead letters', () => dead.length === 2)
      expect(dead.map(({key, headers}) => [key, headers['x-error-code'], headers['x-attempts']])).toEqual([
        ['p', 'EVENT_MALFORMED', '1'],
        ['p', 'VALIDATION_FAILED', '1'],
      ])
      expect(Buffer.from(dead[0]?.body ?? []).toString('hex')).toBe(bytes.toString('hex'))
      mended = true
      const lines: string[] = []
      const order = {broker: parcels.broker, topic: parcels.topic, limit: 10, quiet: 2000}
      expect(await redrive({...order, report: line => void lines.push(line)})).toBe(2)
      await waitFor('what was mended', async () => (await parcels.counted('handled')) === 3)
      await waitFor('what can not be', async () => (await parcels.counted('dead')) === 3)
      // What nobody can read never comes to a handler.
      expect(got.map(({aggregateVersion}) => aggregateVersion)).toEqual([1, 2, 3, 2])
    })

    test.concurrent('a slow consumer is given no more than it can hold, and its lag is told', async () => {
      const parcels = await through()
      let release: () => void = () => {}
      const held = new Promise<void>(resolve => {
        release = resolve
      })
      const {got, handlers} = onSent(() => held)
      await listen(parcels, handlers, {atOnce: 2})
      // Nobody who publishes has to wait for those who handle.
      await Promise.all(Array.from({length: 30}, (_, number) => parcels.publisher.publish(sent(`p-${number}`))))
      await waitFor('it has something to do', () => got.length > 0)
      await waitFor('all are behind', async () => (await parcels.figure('message_lag')) === 30)
      await sleep(300)
      // Kafka brings one alone where the others were published a moment later, and asks for more when that is done.
      expect(got.length).toBeLessThanOrEqual(2)
      expect(await parcels.figure('events_in_flight')).toBe(got.length)
      release()
      await waitFor('nothing is left', async () => (await parcels.figure('message_lag')) === 0)
      await waitFor('all are counted', async () => (await parcels.counted('handled')) === 30)
    })
  })
}
