import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {compare} from '../../../src/loadtest/baseline/comparison.js'
import {estimate, middle, quiet} from '../../../src/loadtest/baseline/estimate.js'
import {type Slice, Slices} from '../../../src/loadtest/baseline/slices.js'
import {chances, noises, runOn} from './machines.js'

const tries = 200

function outcomes(noise: string, runs: number, slower: number) {
  const chance = chances(runs * 1000 + Math.round(slower * 100))
  const counts = {pass: 0, fail: 0, inconclusive: 0}
  for (let attempt = 0; attempt < tries; attempt++) {
    const baseline = Array.from({length: runs}, () => runOn(noise, chance))
    counts[compare(baseline, runOn(noise, chance, {slower}), 10).outcome]++
  }
  return counts
}

describe.each(Object.keys(noises))('where the noise is %s', noise => {
  test.each([1, 3])(
    'the same server is called slower than %i runs at most once in 20 times',
    runs => {
      const {fail, pass} = outcomes(noise, runs, 1)
      expect(fail).toBeLessThanOrEqual(tries / 20)
      expect(pass).toBeGreaterThan(tries * (noise === 'contended' ? 0.5 : 0.8))
    },
    120_000,
  )

  test.each([1, 3])(
    'a server that is a fifth slower than %i runs is found in 19 of 20',
    runs => {
      const {fail, pass} = outcomes(noise, runs, 1.2)
      expect(pass).toBeLessThanOrEqual(tries / 40)
      // A single run of a machine that is always busy may be too little: that is told, and not passed.
      if (noise === 'contended' && runs === 1) expect(fail).toBeGreaterThan(tries * 0.7)
      else expect(fail).toBeGreaterThanOrEqual((tries * 19) / 20)
    },
    120_000,
  )
})

test('a faster one is never called slower', () => expect(outcomes('contended', 1, 0.8).fail).toBe(0), 60_000)

describe('runs that were recorded while a machine of two cores had a load of 12 to 25', () => {
  type Figures = readonly [number, number, number, number]
  const recorded: Readonly<Record<string, Readonly<Record<'equal' | 'slower', readonly (readonly Figures[])[]>>>> =
    JSON.parse(readFileSync('test/fixtures/loadtest/noisy-runs.json', 'utf8'))
  const slicesOf = (run: readonly Figures[]): Slice[] =>
    run.map(([floor, typical, tail, lag]) => ({answers: 50, floor, typical, tail, lag}))
  const pairs = Object.values(recorded).flatMap(({equal, slower}) =>
    equal.flatMap((before, index) => [
      ...equal.flatMap((after, other) => (other === index ? [] : [{before, after, isSlower: false}])),
      ...slower.map(after => ({before, after, isSlower: true})),
    ]),
  )
  const judged = pairs.map(({before, after, isSlower}) => ({
    isSlower,
    outcome: compare([slicesOf(before)], slicesOf(after), 5).outcome,
  }))
  const share = (isSlower: boolean, outcome: string) => {
    const all = judged.filter(each => each.isSlower === isSlower)
    return all.filter(each => each.outcome === outcome).length / all.length
  }

  test('equals are called slower in fewer than 1 of 20 cases', () => {
    expect(judged.length).toBeGreaterThan(1000)
    expect(share(false, 'fail')).toBeLessThan(0.05)
  })

  test('and slower ones are hardly ever passed', () => expect(share(true, 'pass')).toBeLessThan(0.05))

  test('five seconds are enough to find many of them all the same', () =>
    expect(share(true, 'fail')).toBeGreaterThan(0.4))
})

const steady = (milliseconds: number, {lag = 0.5, above = 0.05, count = 20} = {}): Slice[] =>
  Array.from({length: count}, (_, index) => {
    const floor = Math.log(milliseconds) + 0.01 * Math.sin(index)
    return {answers: 100, floor, typical: floor + above, tail: floor + 1, lag}
  })

test('a comparison tells its figures', () => {
  expect(compare([steady(10)], steady(15), 5)).toMatchObject({
    outcome: 'fail',
    text: expect.stringMatching(
      /^It is slower than the baseline: the undisturbed service time went from 9\.9\d ms to 14\.9 ms \(\+50 %\)\.$/,
    ),
    floor: {factor: expect.closeTo(1.5, 2)},
    typical: {factor: expect.closeTo(1.5, 2)},
  })
  expect(compare([steady(10), steady(10)], steady(9.5), 5).text).toMatch(
    /^It is not slower than the baseline: the undisturbed service time went from 9\.9\d ms to 9\.4\d ms \(-5 %, surely at most \+\d %\)\.$/,
  )
})

test('what is slow only beside other work is no pass', () => {
  const waiting = compare([steady(10)], steady(10, {above: 0.6}), 5)
  expect(waiting.outcome).not.toBe('pass')
  expect(waiting.typical?.factor).toBeGreaterThan(1.5)
})

test('a tail that grew is told as such', () => {
  const longer = steady(10).map(slice => ({...slice, tail: slice.tail + 1}))
  expect(compare([steady(10)], longer, 5)).toMatchObject({
    outcome: 'fail',
    text: expect.stringContaining('the 95th percentile of the service time went from 27.2 ms to 73.9 ms'),
  })
})

test('a machine that is late itself by as much is no regression of what it disturbs', () => {
  const busy = {lag: 40, above: 1, count: 120}
  expect(compare([steady(10)], steady(10, {...busy, lag: 0.5}), 5).outcome).toBe('fail')
  expect(compare([steady(10)], steady(10, busy), 5)).toMatchObject({
    outcome: 'inconclusive',
    text: expect.stringContaining('so was the machine'),
  })
})

test('too noisy a run tells how long one would be enough', () => {
  const wavering = (count: number) =>
    steady(10, {count}).map((slice, index) => ({...slice, floor: slice.floor + 0.6 * Math.sin(index * index)}))
  const baseline = [wavering(240), wavering(240), wavering(240)]
  const short = compare(baseline, wavering(12), 3)
  expect(short.outcome).toBe('inconclusive')
  expect(short.enoughSeconds).toBeGreaterThan(3)
  expect(short.enoughSeconds).toBeLessThan(60)
  expect(short.text).toMatch(/A run of .* would be enough, if the noise stays the same\.$/)
  expect(compare(baseline, wavering(240), 60).outcome).toBe('pass')
  expect(compare([wavering(12)], wavering(12), 3).text).toMatch(/Save more or longer runs as the baseline/)
})

test('runs of a baseline that differ by more than they say make it less sure', () => {
  const alike = compare([steady(10), steady(10), steady(10)], steady(11.5), 5)
  const unlike = compare([steady(7), steady(10), steady(14)], steady(11.5), 5)
  expect(alike.outcome).toBe('fail')
  expect(unlike.outcome).toBe('inconclusive')
})

test('a short run is not compared', () =>
  expect(compare([steady(10)], steady(30, {count: 5}), 2).text).toMatch(/^Too few requests were served/))

test('single pauses move an estimate little, and slices that are alike count less', () => {
  const calm = Array.from({length: 20}, (_, index) => 1 + 0.01 * (index % 2))
  const paused = calm.map((value, index) => (index === 7 ? 100 : value))
  for (const location of [quiet, middle])
    expect(estimate(paused, location).value).toBeCloseTo(estimate(calm, location).value, 1)
  const drifting = [...calm].sort((a, b) => a - b)
  expect(estimate(drifting).error).toBeGreaterThan(1.5 * estimate(calm).error)
})

describe('a run is cut into slices', () => {
  test('of enough answers', () => {
    const slices = new Slices(10_000, 1)
    slices.tick(0)
    for (let time = 10; time <= 2000; time += 10) {
      if (time <= 1000) slices.served(0, 4)
      slices.late(0.5)
      slices.tick(time)
    }
    expect(slices.done.map(({answers}) => answers)).toEqual([25, 25, 25, 25])
    expect(slices.done[0]).toEqual({
      answers: 25,
      floor: Math.log(4),
      typical: Math.log(4),
      tail: Math.log(4),
      lag: expect.closeTo(0.5, 6),
    })
  })

  test('in which each operation counts the same, and those that are too rare do not', () => {
    const slices = new Slices(10_000, 3)
    slices.tick(0)
    for (let time = 5; time <= 1000; time += 5) {
      slices.served(0, 1)
      if (time % 20 === 0) slices.served(1, 100)
      if (time % 250 === 0) slices.served(2, 1e6)
      slices.tick(time)
    }
    expect(slices.done).toHaveLength(4)
    for (const {floor, typical} of slices.done)
      expect([floor, typical]).toEqual([expect.closeTo(Math.log(10), 6), expect.closeTo(Math.log(10), 6)])
  })
})
