import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {watchOutbox} from '../../src/outbox/outbox-metrics.js'
import type {Message} from '../../src/platform/messaging/message.js'
import {createMetrics} from '../../src/platform/metrics/metrics.js'
import {serverMissing} from '../postgres-server.js'
import {message, openOutbox, partsOf} from './open-outbox.js'

const patiently = {timeout: 10_000, interval: 20}

// Against a real PostgreSQL: several relays are what this is about.
describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'an outbox', () => {
  let outbox: Awaited<ReturnType<typeof openOutbox>>
  beforeAll(async () => {
    outbox = await openOutbox()
  })
  afterAll(() => outbox.server.drop())

  /** Numbers by key, in the sequence in which they were published. */
  const collector = () => {
    const taken: Record<string, number[]> = {}
    const take = (each: Message): void => {
      const {key, number} = partsOf(each)
      taken[key] = [...(taken[key] ?? []), number]
    }
    return {taken, take, publish: async (each: Message) => take(each)}
  }

  test('has a message when the change is made, and none when it is not', async () => {
    const {transaction, add} = outbox.instance()
    const failed = transaction(async () => {
      await add(message('a', 1))
      throw new Error('On second thought.')
    })
    await expect(failed).rejects.toThrow('On second thought.')
    expect(await outbox.waiting()).toBe(0)
    await transaction(() => add(message('a', 1)))
    expect(await outbox.waiting()).toBe(1)
  })

  test('gives a message as it was, at once where it was added', async () => {
    const instance = outbox.instance({pause: 60_000})
    const got: Message[] = []
    const relay = instance.relay(async each => void got.push(each))
    await vi.waitFor(() => expect(got).toHaveLength(1), patiently)
    const given = message('b', 1)
    await instance.transaction(() => instance.add(given))
    await vi.waitFor(() => expect(got).toHaveLength(2), patiently)
    expect({...got[1], body: Buffer.from(got[1]?.body ?? [])}).toEqual(given)
    await vi.waitFor(async () => expect(await outbox.waiting()).toBe(0), patiently)
    await relay.close()
  })

  test('is relayed by several instances once, in the order of each key', async () => {
    const instances = [1, 2, 3].map(() => outbox.instance())
    const {taken, take} = collector()
    const relays = instances.map(({relay}) =>
      relay(async each => {
        await sleep(Math.random() * 3)
        take(each)
      }),
    )
    const numbers = Array.from({length: 20}, (_, index) => index)
    const writers = Array.from({length: 10}, async (_, index) => {
      const writer = instances[index % 3]
      for (const number of numbers) await writer?.transaction(() => writer.add(message(`key-${index}`, number)))
    })
    await Promise.all(writers)
    await vi.waitFor(async () => expect(await outbox.waiting()).toBe(0), patiently)
    expect(Object.keys(taken)).toHaveLength(10)
    for (const each of Object.values(taken)) expect(each).toEqual(numbers)
    await Promise.all(relays.map(relay => relay.close()))
  })

  test('waits for a broker that is away, and keeps the order', async () => {
    const {add, relay} = outbox.instance()
    for (const number of [1, 2, 3]) await add(message('c', number))
    const {taken, take} = collector()
    let away = 3
    const running = relay(async each => {
      away -= 1
      if (away > 0) throw new Error('Away.')
      take(each)
    })
    await vi.waitFor(() => expect(taken).toEqual({c: [1, 2, 3]}), patiently)
    await running.close()
  })

  test('does not hold up other keys for a message that is not taken', async () => {
    const {add, relay} = outbox.instance({limit: 100})
    const {taken, take} = collector()
    for (const key of ['stuck', 'stuck', 'free']) await add(message(key, 1))
    const running = relay(each => {
      if (each.key === 'stuck') return new Promise(() => {})
      take(each)
      return Promise.resolve()
    })
    await vi.waitFor(async () => expect(await outbox.waiting()).toBe(2), patiently)
    expect(taken).toEqual({free: [1]})
    await running.close()
    const other = outbox.instance().relay(collector().publish)
    await vi.waitFor(async () => expect(await outbox.waiting()).toBe(0), patiently)
    await other.close()
  })

  test('gives a message again when the relay dies before its end was noted', async () => {
    const {add, relay} = outbox.instance()
    await add(message('d', 1))
    const {taken, take} = collector()
    const running = relay(async each => {
      take(each)
      // As when the process is killed: the server sees its connection end.
      if (taken['d']?.length === 1) {
        await outbox.server.admin(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and state = 'idle in transaction'`,
        )
      }
    })
    await vi.waitFor(async () => expect(await outbox.waiting()).toBe(0), patiently)
    expect(taken).toEqual({d: [1, 1]})
    await running.close()
  })

  test('tells how far it is behind', async () => {
    const {registry} = createMetrics()
    watchOutbox(registry, outbox.database)
    expect(await registry.metrics()).toContain('outbox_lag_seconds 0')
    await outbox.instance().add(message('e', 1))
    await sleep(20)
    const text = await registry.metrics()
    expect(text).toContain('outbox_waiting 1')
    expect(Number(/^outbox_lag_seconds (\S+)/m.exec(text)?.[1])).toBeGreaterThan(0.01)
  })
})
