import {once} from 'node:events'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {service as name} from '../../src/about.js'
import {createEvent} from '../../src/messaging/event.js'
import {eventMessage} from '../../src/messaging/event-message.js'
import type {MessageBroker} from '../../src/platform/messaging/message-broker.js'
import * as registry from '../brokers.js'
import type {BrokerBench, TestBroker} from '../messaging/test-broker.js'
import {waitFor} from '../messaging/wait-for.js'
import {processes} from '../process.js'

const requests = 'integration-events-work-items-v1'
const {start} = processes()

const requested = (number: number) =>
  createEvent(
    {
      eventType: 'WorkItemRequested',
      aggregateId: `basket-${number % 7}`,
      aggregateVersion: number + 1,
      eventData: {name: `Number ${number}`},
    },
    'storefront',
  )

// A broker in the memory of one process means nothing to another one.
const brokers = Object.values<TestBroker>(registry).filter(({connects}) => connects)

describe.each(brokers)('a process that hears of requests through $name', ({missing, prepare}) => {
  describe.skipIf(missing !== undefined)(missing ?? 'which is here', () => {
    let bench: BrokerBench
    beforeAll(async () => {
      bench = await prepare()
    }, 30_000)
    afterAll(() => bench.close(), 30_000)

    /** The ids of the work items that are made. */
    const listen = async (broker: MessageBroker, group: string) => {
      const heard: string[] = []
      const {close} = await broker.subscribe({
        topic: `business-events-${name}-v1`,
        group,
        atOnce: 100,
        receive: async ({body}) => void heard.push(JSON.parse(Buffer.from(body).toString()).aggregateId),
      })
      return {heard, close}
    }

    test('is stopped in mid-load and followed by another one: every request is met once', async () => {
      const broker = await bench.connect()
      const {heard, close} = await listen(broker, 'listener')
      const environment = {NODE_ENV: 'development', EVENTS_AT_ONCE: '3', ...bench.environment}
      const first = start(environment)
      await first.url()
      const events = Array.from({length: 200}, (_, number) => requested(number))
      const publish = async (some: typeof events) => {
        for (const event of some) await broker.publish(eventMessage(requests, event))
      }
      await publish(events.slice(0, 100))
      await waitFor('some are met', () => heard.length >= 10)
      const ended = once(first.child, 'close')
      first.child.kill('SIGTERM')
      expect(await ended).toEqual([0, null])
      await publish(events.slice(100))
      const second = start(environment)
      await second.url()
      await waitFor('the rest is met', () => new Set(heard).size >= events.length, 60_000)
      expect(heard.toSorted()).toEqual(events.map(({eventId}) => eventId).sort())
      const over = once(second.child, 'close')
      second.child.kill('SIGTERM')
      expect(await over).toEqual([0, null])
      expect(first.told.text + second.told.text).not.toContain('dead letter now')
      await close()
    }, 170_000)

    test('is killed in mid-load and followed by another one: no request is lost', async () => {
      const broker = await bench.connect()
      const {heard, close} = await listen(broker, 'second-listener')
      const environment = {NODE_ENV: 'development', EVENTS_AT_ONCE: '3', ...bench.environment}
      const first = start(environment)
      await first.url()
      const events = Array.from({length: 100}, (_, number) => requested(number))
      for (const event of events) await broker.publish(eventMessage(requests, event))
      const met = () => events.filter(({eventId}) => heard.includes(eventId)).length
      await waitFor('some are met', () => met() >= 10)
      const ended = once(first.child, 'close')
      // The whole group: npm must not pass it on in a friendlier way.
      process.kill(-(first.child.pid ?? Number.NaN), 'SIGKILL')
      await ended
      const second = start(environment)
      await second.url()
      await waitFor('all are met', () => met() === events.length, 60_000)
      await close()
    }, 170_000)
  })
})

test.runIf(brokers.length === 0)('there is no broker that another process could reach', () => {
  expect(Object.keys(registry)).toEqual(['memoryTestBroker'])
})
