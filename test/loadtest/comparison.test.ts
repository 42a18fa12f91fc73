import {describe, expect, test} from 'vitest'
import {compare} from '../../src/loadtest/baseline/comparison.js'
import {estimate} from '../../src/loadtest/baseline/estimate.js'
import {type Slice, Slices} from '../../src/loadtest/baseline/slices.js'
import {prepareHistograms} from '../../src/loadtest/histogram.js'

/** The same numbers between 0 and 1 in each run of the tests (mulberry32). */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Machine {
  /** How much runs of the same server differ: the standard deviation of the logarithm. */
  readonly betweenRuns: number
  /** The same for the slices of a run, and how much each is like the one before it. */
  readonly betweenSlices: number
  readonly alike: number
  /** The share of slices in which something else takes the processor. */
  readonly busy: number
}

const machines: readonly (readonly [string, Machine])[] = [
  ['calm', {betweenRuns: 0.01, betweenSlices: 0.03, alike: 0.2, busy: 0}],
  ['usual', {betweenRuns: 0.03, betweenSlices: 0.08, alike: 0.4, busy: 0.03}],
  ['noisy', {betweenRuns: 0.03, betweenSlices: 0.1, alike: 0.4, busy: 0.15}],
]

const tries = 400

/** A made-up run of 40 slices: what `slower` is 1.2 for takes 20 % longer. */
function runOn({betweenRuns, betweenSlices, alike, busy}: Machine, chance: () => number, slower = 1): Slice[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
  const own = Math.log(5 * slower) + betweenRuns * normal()
  let drift = normal()
  return Array.from({length: 40}, () => {
    drift = alike * drift + Math.sqrt(1 - alike * alike) * normal()
    const held = chance() < busy ? chance() * 2 : 0
    const typical = own + betweenSlices * drift + held
    return {answers: 100, typical, tail: typical + 1 + 0.15 * normal() + held, lag: 0.6 + held}
  })
}

function outcomes(machine: Machine, runs: number, slower: number) {
  const chance = chances(runs * 1000 + Math.round(slower * 100))
  const counts = {pass: 0, fail: 0, inconclusive: 0}
  for (let attempt = 0; attempt < tries; attempt++) {
    const baseline = Array.from({length: runs}, () => runOn(machine, chance))
    counts[compare(baseline, runOn(machine, chance, slower)).outcome]++
  }
  return counts
}

describe.each(machines)('on a machine that is %s', (_, machine) => {
  test.each([1, 2, 5])('the same server is called slower than %i runs at most once in 20 times', runs => {
    const {fail, pass} = outcomes(machine, runs, 1)
    expect(fail).toBeLessThanOrEqual(tries / 20)
    expect(pass).toBeGreaterThan(tries * 0.8)
  })

  test.each([1, 2, 5])('a server that is a fifth slower than %i runs is hardly ever passed', runs => {
    const {fail, pass} = outcomes(machine, runs, 1.2)
    expect(pass).toBeLessThanOrEqual(tries / 20)
    // Where the noise is as large as what is sought, some runs are told to be too noisy instead.
    if (machine.busy < 0.1) expect(fail).toBeGreaterThanOrEqual((tries * 19) / 20)
    else expect(fail).toBeGreaterThan(tries * 0.8)
  })

  test('a faster one is never called slower', () => {
    expect(outcomes(machine, 1, 0.8).fail).toBe(0)
  })
})

test('where runs differ by more than what is sought, nothing is claimed', () => {
  const wild: Machine = {betweenRuns: 0.3, betweenSlices: 0.2, alike: 0.5, busy: 0.2}
  const {fail, pass} = outcomes(wild, 5, 1)
  expect(fail).toBeLessThan(tries / 10)
  expect(pass).toBeLessThan(tries / 2)
})

const steady = (milliseconds: number, lag = 0.5): Slice[] =>
  Array.from({length: 20}, (_, index) => {
    const typical = Math.log(milliseconds) + 0.01 * Math.sin(index)
    return {answers: 100, typical, tail: typical + 1, lag}
  })

test('a comparison tells its figures', () => {
  expect(compare([steady(10)], steady(15))).toMatchObject({
    outcome: 'fail',
    text: 'It is slower than the baseline: the typical service time went from 10.0 ms to 15.0 ms (+50 %).',
    typical: {factor: expect.closeTo(1.5, 2)},
  })
  expect(compare([steady(10), steady(10)], steady(9.5)).text).toMatch(
    /^It is not slower than the baseline: the typical service time went from 10\.0 ms to 9\.5\d ms \(-5 %, surely at most \+\d %\)\.$/,
  )
})

test('a tail that grew is told as such', () => {
  const longer = steady(10).map(slice => ({...slice, tail: slice.tail + 1}))
  expect(compare([steady(10)], longer)).toMatchObject({outcome: 'fail'})
  expect(compare([steady(10)], longer).text).toContain(
    'the 95th percentile of the service time went from 27.2 ms to 73.9 ms',
  )
})

test('a machine that is late itself by as much is no regression', () => {
  expect(compare([steady(1)], steady(2, 5))).toMatchObject({outcome: 'inconclusive'})
  expect(compare([steady(10)], steady(20, 5))).toMatchObject({outcome: 'fail'})
})

test('single pauses move an estimate little, and slices that are alike count less', () => {
  const calm = Array.from({length: 20}, (_, index) => 1 + 0.01 * (index % 2))
  const paused = calm.map((value, index) => (index === 7 ? 100 : value))
  expect(estimate(paused).value).toBeCloseTo(estimate(calm).value, 1)
  const drifting = [...calm].sort((a, b) => a - b)
  expect(estimate(drifting).error).toBeGreaterThan(2 * estimate(calm).error)
})

test('a run is cut into slices of enough answers', async () => {
  await prepareHistograms()
  const slices = new Slices(10_000)
  slices.tick(0)
  for (let time = 10; time <= 2000; time += 10) {
    if (time <= 1000) slices.served(4)
    slices.late(0.5)
    slices.tick(time)
  }
  expect(slices.done.map(({answers}) => answers)).toEqual([25, 25, 25, 25])
  expect(Math.exp(slices.done[0]?.typical ?? 0)).toBeCloseTo(4, 6)
  expect(Math.exp(slices.done[0]?.tail ?? 0)).toBeCloseTo(4, 1)
  expect(slices.done[0]?.lag).toBeCloseTo(0.5, 6)
})
