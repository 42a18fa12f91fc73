import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createEventStore, StreamConflict} from '../../src/event-store/event-store.js'
import {beginning, type NewEvent, type StoredEvent} from '../../src/event-store/stored-event.js'
import {createContext, runInContext} from '../../src/platform/context/request-context.js'
import {serverMissing} from '../postgres-server.js'
import {openEventStore} from './open-event-store.js'

const sent = (number: number): NewEvent => ({type: 'ParcelSent', data: {number}})
const numbers = (events: readonly StoredEvent[]) => events.map(({data}) => data['number'])

// Against a real PostgreSQL: transactions that overlap are what this is about.
describe.skipIf(serverMissing !== undefined)(serverMissing ?? 'an event store', () => {
  let opened: Awaited<ReturnType<typeof openEventStore>>
  beforeAll(async () => {
    opened = await openEventStore()
  })
  afterAll(() => opened.server.drop())

  test('keeps the events of a stream in their sequence, each with a version of its own', async () => {
    const {store} = opened
    await store.append('parcel-1', 0, [sent(1), sent(2)])
    const appended = await store.append('parcel-1', 2, [sent(3)])
    expect(appended.map(({version}) => version)).toEqual([3])
    expect((await store.read('parcel-1')).map(({version, data}) => [version, data['number']])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    expect(numbers(await store.read('parcel-1', 2))).toEqual([3])
    expect(await store.read('parcel-none')).toEqual([])
    expect(await store.append('parcel-1', 3, [])).toEqual([])
  })

  test('takes one of many that append behind the same version, and all of its events', async () => {
    const {store} = opened
    const tries = Array.from({length: 10}, (_, number) => store.append('parcel-2', 0, [sent(number), sent(number)]))
    const outcomes = await Promise.allSettled(tries)
    const [winner, ...others] = outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    expect(others).toEqual([])
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(StreamConflict)
    }
    expect(numbers(await store.read('parcel-2'))).toEqual(numbers(winner ?? []))
  })

  test('refuses to append before the end and behind it, and leaves a transaction as it was', async () => {
    const {store, database} = opened
    await store.append('parcel-3', 0, [sent(1), sent(2)])
    await expect(store.append('parcel-3', 5, [sent(6)])).rejects.toThrow(StreamConflict)
    await database.transaction(async () => {
      await expect(store.append('parcel-3', 1, [sent(2), sent(3)])).rejects.toThrow(StreamConflict)
      await store.append('parcel-3', 2, [sent(3)])
    })
    expect(numbers(await store.read('parcel-3'))).toEqual([1, 2, 3])
  })

  test('keeps the ids of the flow that an event comes from, and for whom it was', async () => {
    const ids = {requestId: '5b0f8e57-9ac0-4b39-8d3c-2f5ec6b6f0a1', signal: () => new AbortController().signal}
    const context = createContext({'x-correlation-id': 'flow-7'}, ids)
    const [event] = await runInContext(context, () => opened.store.append('parcel-4', 0, [sent(1)]))
    expect(event?.metadata).toEqual({correlationId: 'flow-7', causationId: ids.requestId})
    context.subject = 'ann'
    const [next] = await runInContext(context, () => opened.store.append('parcel-4', 1, [sent(2)]))
    expect(next?.metadata).toMatchObject({userId: 'ann'})
  })

  test('shows all events in one sequence, by type and in parts', async () => {
    const {store} = opened
    await store.append('letter-1', 0, [{type: 'LetterSent', data: {number: 1}, schemaVersion: '2.1'}, sent(2)])
    await store.append('letter-2', 0, [{type: 'LetterSent', data: {number: 3}}])
    const types = ['LetterSent']
    const [first] = await store.readAll({after: beginning, types, limit: 1})
    expect(first).toMatchObject({stream: 'letter-1', schemaVersion: '2.1', data: {number: 1}})
    expect(numbers(await store.readAll({after: first?.place ?? beginning, types, limit: 10}))).toEqual([3])
  })

  test('never lets an event appear before a place that was given out, whoever commits first', async () => {
    const {store, server} = opened
    const seen: string[] = []
    let after = beginning
    let writing = true
    const reader = async (): Promise<void> => {
      for (;;) {
        const last = !writing
        const events = await store.readAll({after, types: ['Raced'], limit: 7})
        seen.push(...events.map(({eventId}) => eventId))
        after = events.at(-1)?.place ?? after
        if (last && events.length === 0) return
      }
    }
    const reading = reader()
    const writer = async (number: number): Promise<void> => {
      const database = server.open({DATABASE_CONNECTIONS: 1})
      const own = createEventStore(database)
      for (let turn = 0; turn < 10; turn++) {
        await database.transaction(async () => {
          await own.append(`raced-${number}-${turn}`, 0, [{type: 'Raced', data: {}}])
          // Transactions overlap, and end in another sequence than they began.
          await sleep(Math.random() * 8)
          await own.append(`raced-${number}-${turn}`, 1, [{type: 'Raced', data: {}}])
        })
      }
    }
    await Promise.all(Array.from({length: 8}, (_, number) => writer(number)))
    writing = false
    await reading
    expect(seen).toHaveLength(160)
    expect(new Set(seen).size).toBe(160)
  })
})
