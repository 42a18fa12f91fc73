import {describe, expect, test} from 'vitest'
import {afterTry} from '../../src/webhooks/after-try.js'
import type {Delivery} from '../../src/webhooks/webhook.js'
import type {TryOutcome} from '../../src/webhooks/webhook-sender.js'

const now = Date.parse('2026-01-31T10:00:00Z')
const policy = {retries: 3, first: 1000}
const pending = (tries: number): Delivery => ({
  id: 'd-1',
  webhookId: 'w-1',
  event: {id: 'e-1', eventType: 'A', schemaVersion: '1.0', timestamp: '2026-01-31T10:00:00Z', data: {}},
  status: 'pending',
  tries,
  nextTryAt: now,
  createdAt: '2026-01-31T10:00:00Z',
})
const answered = (status: number, retryAfter?: string): TryOutcome => ({kind: 'answered', status, retryAfter})
const next = (outcome: TryOutcome, {tries = 0, random = 0} = {}) =>
  afterTry(pending(tries), outcome, policy, {now, random: () => random})

describe('a try that failed', () => {
  test('is followed by three more, after pauses that double and are spread', () => {
    const pauses = (random: number) => [0, 1, 2].map(tries => next(answered(503), {tries, random}).nextTryAt - now)
    expect([pauses(0), pauses(1)]).toEqual([
      [1000, 2000, 4000],
      [1500, 3000, 6000],
    ])
    expect(next(answered(503), {tries: 3})).toMatchObject({status: 'dead', tries: 4, responseStatus: 503})
  })

  test.each([
    ['7', 7000],
    ['Sat, 31 Jan 2026 10:01:00 GMT', 60_000],
    // Somebody who wants to be left alone for a year is forgotten sooner.
    ['31536000', 3_600_000],
    // What can not be read, or is over already, asks for nothing.
    ['soon', 1000],
    ['-1', 1000],
    ['Sat, 31 Jan 2026 09:00:00 GMT', 1000],
  ])('waits as long as Retry-After: %s asks', (retryAfter, pause) => {
    expect(next(answered(429, retryAfter)).nextTryAt - now).toBe(pause)
  })

  test('is the last one when another would be no better', () => {
    for (const status of [301, 400, 401, 404, 410]) expect(next(answered(status)).status).toBe('dead')
    const refused: TryOutcome = {kind: 'failed', error: 'ADDRESS_REFUSED', final: true}
    expect(next(refused)).toMatchObject({status: 'dead', error: 'ADDRESS_REFUSED'})
    const silent: TryOutcome = {kind: 'failed', error: 'TIMEOUT', final: false}
    expect(next(silent)).toMatchObject({status: 'pending', error: 'TIMEOUT', responseStatus: undefined})
  })
})

test('what was taken is over, and what was wrong before is forgotten', () => {
  const before = {...pending(2), responseStatus: 503, error: 'TIMEOUT'}
  const after = afterTry(before, answered(202), policy, {now})
  expect(after).toMatchObject({status: 'delivered', tries: 3, responseStatus: 202, error: undefined})
})
