import {expect, test} from 'vitest'
import {mixOf} from '../../src/loadtest/engine/mix.js'
import {constantRate, type Stage, stagedRate} from '../../src/loadtest/engine/schedule.js'

test('a constant rate has exactly its number of requests, at equal distances, the first at once', () => {
  const schedule = constantRate(1000, 5000)
  expect(schedule.count).toBe(5000)
  expect(schedule.intended(0)).toBe(0)
  expect(schedule.intended(4999)).toBe(4999)
  expect([-1, 0, 0.5, 1, 4998.9, 4999, 9999].map(elapsed => schedule.due(elapsed))).toEqual([
    0, 1, 1, 2, 4999, 5000, 5000,
  ])
})

test('each request is due at its intended start, for rates that are no round numbers, too', () => {
  for (const rate of [0.3, 3, 7, 33.3, 999, 12_345.6]) {
    const schedule = constantRate(rate, 60_000)
    expect(schedule.count).toBe(Math.round(rate * 60))
    for (let index = 0; index < schedule.count; index += Math.ceil(schedule.count / 997)) {
      expect(schedule.due(schedule.intended(index))).toBe(Math.min(schedule.count, index + 1))
      expect(schedule.due(schedule.intended(index) - 0.01)).toBe(index)
    }
  }
})

const shapes: readonly [string, readonly Stage[], number][] = [
  ['a ramp from nothing', [{duration: 10_000, from: 0, to: 100}], 500],
  ['a ramp down', [{duration: 10_000, from: 100, to: 0}], 500],
  [
    'a spike',
    [
      {duration: 5000, from: 10, to: 10},
      {duration: 0, from: 10, to: 500},
      {duration: 1000, from: 500, to: 500},
      {duration: 4000, from: 10, to: 10},
    ],
    590,
  ],
  [
    'up, along and down',
    [
      {duration: 3000, from: 0, to: 90},
      {duration: 4000, from: 90, to: 90},
      {duration: 3000, from: 90, to: 0},
    ],
    630,
  ],
  [
    'a pause',
    [
      {duration: 1000, from: 50, to: 50},
      {duration: 2000, from: 0, to: 0},
      {duration: 1000, from: 50, to: 50},
    ],
    100,
  ],
]

test.each(shapes)('%s has the number of requests of its area, each due at its intended start', (_, stages, count) => {
  const schedule = stagedRate(stages)
  expect(schedule.count).toBe(count)
  expect(schedule.duration).toBe(stages.reduce((sum, {duration}) => sum + duration, 0))
  let before = -1
  for (let index = 0; index < count; index++) {
    const intended = schedule.intended(index)
    expect(intended).toBeGreaterThan(before)
    expect(intended).toBeLessThan(schedule.duration)
    expect(schedule.due(intended)).toBe(index + 1)
    expect(schedule.due(intended - 0.5)).toBeLessThanOrEqual(index)
    before = intended
  }
  expect(schedule.due(schedule.duration * 2)).toBe(count)
})

test('a ramp has in each second what its rate says', () => {
  const schedule = stagedRate([{duration: 10_000, from: 0, to: 100}])
  const each = Array.from(
    {length: 10},
    (_, second) => schedule.due((second + 1) * 1000 - 0.01) - schedule.due(second * 1000 - 0.01),
  )
  expect(each).toEqual([5, 15, 25, 35, 45, 55, 65, 75, 85, 95])
})

test('within a pause nothing is due', () => {
  const schedule = stagedRate([
    {duration: 1000, from: 10, to: 10},
    {duration: 5000, from: 0, to: 0},
    {duration: 1000, from: 10, to: 10},
  ])
  expect([999, 1500, 5999, 6000.1].map(elapsed => schedule.due(elapsed))).toEqual([10, 10, 10, 11])
})

test('a run is never without a request', () => expect(constantRate(0.1, 1000).count).toBe(1))

const countsOf = (cycle: Uint32Array, kinds: number) =>
  Array.from({length: kinds}, (_, kind) => cycle.filter(index => index === kind).length)

test('a mix has each thing as often as its weight says', () => {
  expect(countsOf(mixOf([1, 1, 1]), 3)).toEqual([1, 1, 1])
  expect(countsOf(mixOf([5, 2, 1]), 3)).toEqual([5, 2, 1])
  expect(countsOf(mixOf([0.5, 0.25]), 2)).toEqual([2, 1])
  const [a = 0, b = 0] = countsOf(mixOf([Math.PI, Math.E]), 2)
  expect(a / b).toBeCloseTo(Math.PI / Math.E, 2)
})

test('a mix is spread out: what is heavy does not come in a row', () => {
  expect([...mixOf([5, 1, 1])]).toEqual([0, 0, 1, 0, 2, 0, 0])
})

test('a weight of next to nothing is still something, and the cycle has an end', () => {
  const cycle = mixOf([1, 1e-9])
  expect(cycle.length).toBeLessThanOrEqual(10_001)
  expect(countsOf(cycle, 2)[1]).toBeGreaterThanOrEqual(1)
  expect(mixOf(Array.from({length: 500}, (_, index) => index + 1)).length).toBeLessThan(30_000)
})
