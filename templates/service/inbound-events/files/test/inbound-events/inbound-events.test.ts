import {expect, test} from 'vitest'
import {type InboundEvent, readInboundEvent} from '../../src/inbound-events/inbound-event.js'
import {type EventHandlers, inboundEvents} from '../../src/inbound-events/inbound-events.js'
import {createMemoryIdempotencyStore} from '../../src/platform/idempotency/memory-idempotency-store.js'
import {createMemoryJobQueue} from '../../src/platform/jobs/memory-job-queue.js'
import {createLogger} from '../../src/platform/logging/logger.js'

const logger = createLogger({service: 'test', version: '0', level: 'silent'})
const event: InboundEvent = {
  id: 'e-1',
  eventType: 'Happened',
  schemaVersion: '1.0',
  timestamp: '2026-01-31T10:00:00.000Z',
  data: {},
}

function start(handlers: EventHandlers, waiting = 10) {
  const jobs = createMemoryJobQueue({logger, concurrent: 1, waiting})
  const events = inboundEvents({keys: createMemoryIdempotencyStore(), jobs, handlers, logger, pause: 1})
  return {jobs, events}
}

test('an event is handled once, however often and by whatever way it comes', async () => {
  const handled: string[] = []
  const {jobs, events} = start({Happened: async ({id}) => void handled.push(id)})
  expect(events.lastPush).toBe(0)
  expect(await events.take(event, 'poll')).toBe('taken')
  expect(events.lastPush).toBe(0)
  expect(await events.take(event, 'push')).toBe('seen')
  expect(events.lastPush).toBeGreaterThan(0)
  await jobs.close()
  expect(await events.take(event, 'push')).toBe('seen')
  expect(handled).toEqual(['e-1'])
})

test('what nobody wants is let go', async () => {
  const {events} = start({})
  for (const eventType of ['Other', 'constructor', '__proto__']) {
    expect(await events.take({...event, eventType}, 'push')).toBe('unwanted')
  }
})

test('a handler that fails is called again, and after three times the event may come once more', async () => {
  let calls = 0
  const {jobs, events} = start({
    Happened: async () => {
      calls += 1
      if (calls <= 4) throw new Error('Not now.')
    },
  })
  await events.take(event, 'push')
  await jobs.close()
  expect(calls).toBe(3)
  expect(await events.take(event, 'push')).toBe('taken')
  await jobs.close()
  expect(calls).toBe(5)
  expect(await events.take(event, 'push')).toBe('seen')
})

test('an event for which there is no room is not taken for seen', async () => {
  const {jobs, events} = start({Happened: () => new Promise(resolve => setTimeout(resolve, 20))}, 1)
  await events.take(event, 'push')
  await expect(events.take({...event, id: 'e-2'}, 'push')).rejects.toMatchObject({code: 'SERVICE_UNAVAILABLE'})
  await jobs.close()
  expect(await events.take({...event, id: 'e-2'}, 'push')).toBe('taken')
  await jobs.close()
})

test('one service has one of them', () => {
  const {jobs, events} = start({})
  const other = inboundEvents({keys: createMemoryIdempotencyStore(), jobs, handlers: {}, logger})
  expect(other).toBe(events)
})

test('what is no event is none', () => {
  expect(readInboundEvent({...event, more: 1})).toEqual(event)
  for (const wrong of [
    null,
    [],
    'text',
    {},
    {...event, id: ''},
    {...event, data: []},
    {...event, timestamp: 'today'},
  ]) {
    expect(readInboundEvent(wrong)).toBeUndefined()
  }
})
