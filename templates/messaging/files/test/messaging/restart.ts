import {setTimeout as sleep} from 'node:timers/promises'
import {describe, expect, onTestFinished, test} from 'vitest'
import {createOutgoingEvents} from '../../src/messaging/outgoing-events.js'
import {logger, onSent, parcelsThrough, sent} from './parcels.js'
import type {TestBroker} from './test-broker.js'
import {waitFor} from './wait-for.js'

const ids = Array.from({length: 12}, (_, number) => `p-${number}`)
const versions = 15

/** A broker that is killed in the midst of its work and started again. */
export function brokerRestart({restarts}: TestBroker): void {
  if (restarts === undefined) return
  const {missing, settles = 0, away} = restarts
  describe.skipIf(missing !== undefined)(missing ?? 'which can be started here', () => {
    test('no event is lost, none is handled twice, and those who listen come back by themselves', async () => {
      const server = await restarts.start()
      onTestFinished(() => server.close())
      const sending = parcelsThrough(await server.connect())
      const receiving = parcelsThrough(await server.connect())
      const done: string[] = []
      const {handlers} = onSent(async ({aggregateId, aggregateVersion}) => {
        await sleep(5)
        done.push(`${aggregateId} ${aggregateVersion}`)
      })
      const consumer = await receiving.listen(handlers)
      await sleep(settles)
      const {publisher, metrics} = sending
      const outgoing = createOutgoingEvents({publisher, metrics, logger, patience: 60_000})
      const all: string[] = []
      for (let version = 1; version <= versions; version++) {
        for (const id of ids) {
          outgoing.add(sent(id, version))
          all.push(`${id} ${version}`)
        }
        if (version === 5) {
          await waitFor('the first are handled', () => done.length > 0)
          await server.kill()
        }
        // What happens while it is away waits, too.
        if (version === 8) {
          await sleep(away)
          await server.start()
        }
        await sleep(10)
      }
      await outgoing.close()
      expect([await sending.counted('published'), await sending.counted('lost')]).toEqual([all.length, 0])
      await waitFor('all are handled', () => new Set(done).size === all.length, 60_000)
      await waitFor('all are settled', async () => (await receiving.figure('message_lag')) === 0, 60_000)
      expect([...done].sort()).toEqual([...all].sort())
      // Also of what came again.
      for (const id of ids)
        expect(done.filter(each => each.startsWith(`${id} `))).toEqual(all.filter(each => each.startsWith(`${id} `)))
      expect(await receiving.counted('dead')).toBe(0)
      await consumer.close()
    }, 180_000)
  })
}
