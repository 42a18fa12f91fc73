import {describe, expect, test} from 'vitest'
import {checkShare, sharedSchedule, sharedTurns, shareOfFirst} from '../../../src/loadtest/distributed/share.js'
import {parseStartTime} from '../../../src/loadtest/distributed/start-time.js'
import {stagedRate} from '../../../src/loadtest/engine/schedule.js'

const schedules = {
  constant: stagedRate([{duration: 3000, from: 333, to: 333}]),
  ramp: stagedRate([
    {duration: 1000, from: 0, to: 200},
    {duration: 0, from: 200, to: 800},
    {duration: 700, from: 800, to: 10},
  ]),
  paused: stagedRate([
    {duration: 500, from: 100, to: 100},
    {duration: 500, from: 0, to: 0},
    {duration: 500, from: 100, to: 100},
  ]),
}

describe.each(Object.entries(schedules))('the shares of a schedule: %s', (_, whole) => {
  test.each([1, 2, 3, 4, 7])('of %i workers are the schedule', of => {
    const shares = Array.from({length: of}, (_, index) => sharedSchedule(whole, {index, of, startAt: 0}))
    expect(shares.reduce((sum, {count}) => sum + count, 0)).toBe(whole.count)
    const together = shares.flatMap(share => Array.from({length: share.count}, (_, own) => share.intended(own)))
    const alone = Array.from({length: whole.count}, (_, arrival) => whole.intended(arrival))
    expect(together.sort((a, b) => a - b)).toEqual(alone)
    for (let elapsed = -10; elapsed < whole.duration + 20; elapsed += 3.7)
      expect(
        shares.reduce((sum, share) => sum + share.due(elapsed), 0),
        `after ${elapsed} ms`,
      ).toBe(whole.due(elapsed))
  })

  test('are each due in time: no request before its moment, and none left at the end', () => {
    const share = sharedSchedule(whole, {index: 2, of: 3, startAt: 0})
    for (let elapsed = 0; elapsed < whole.duration; elapsed += 1.3) {
      const due = share.due(elapsed)
      if (due > 0) expect(share.intended(due - 1)).toBeLessThanOrEqual(elapsed + 1e-3)
    }
    expect(share.due(whole.duration)).toBe(share.count)
  })
})

test('the warm-up of a run is divided as its arrivals are', () => {
  const first = (count: number) => [0, 1, 2].map(index => shareOfFirst(count, {index, of: 3, startAt: 0}))
  expect(first(0)).toEqual([0, 0, 0])
  expect(first(1)).toEqual([1, 0, 0])
  expect(first(5)).toEqual([2, 2, 1])
})

test('each arrival has the request that it has in the whole run', () => {
  const whole = {period: 5, at: (arrival: number) => ({operation: arrival % 5, request: {} as never})}
  const share = sharedTurns(whole, {index: 3, of: 4, startAt: 0})
  expect([0, 1, 2, 3].map(own => share.at(own).operation)).toEqual([3, 2, 1, 0])
  for (let own = 0; own < 20; own++) expect(share.at(own + share.period)).toEqual(share.at(own))
})

test.each([
  [{index: 4, of: 4}, 'There is no worker 4 of 4: they are counted from 0.'],
  [{index: -1, of: 4}, 'There is no worker -1 of 4'],
  [{index: 0, of: 0}, 'A run cannot have 0 workers.'],
  [{index: 0, of: 100_000}, 'A run cannot have 100,000 workers.'],
])('%j is refused', (share, message) => {
  expect(() => checkShare(share)).toThrow(message)
})

test('a worker without a request is refused', () => {
  const whole = stagedRate([{duration: 1000, from: 2, to: 2}])
  expect(() => sharedSchedule(whole, {index: 2, of: 3, startAt: 0})).toThrow('Worker 2 has nothing to send')
})

describe('a start time', () => {
  const now = Date.parse('2026-01-31T12:00:00Z')

  test.each([
    ['2026-01-31T12:00:30Z', now + 30_000],
    ['2026-01-31T13:00:30+01:00', now + 30_000],
    [String(now + 30_000), now + 30_000],
  ])('%s is understood', (text, moment) => {
    expect(parseStartTime(text, now)).toBe(moment)
  })

  test.each([
    ['2026-01-31T11:59:58Z', 'The start time was 2 s ago'],
    ['2026-02-03T12:00:00Z', 'is more than a day away'],
    // Each machine would take its own zone.
    ['2026-01-31T12:00:30', 'is not understood'],
    ['soon', 'is not understood'],
    // From whose now?
    ['+30s', 'is not understood'],
    ['', 'is not understood'],
  ])('"%s" is refused', (text, message) => {
    expect(() => parseStartTime(text, now)).toThrow(message)
  })
})
