import {expect, test} from 'vitest'
import {meanRate, parseStages, peakRate, shownStages} from '../../src/loadtest/engine/stages.js'
import {load, measured} from './target/load.js'

test('each stage begins with the rate that the one before it ended with', () => {
  const stages = parseStages(['2s:100/s', '1m:100', '0s:3000/m', '10s:0/s'], 20)
  expect(stages).toEqual([
    {duration: 2000, from: 20, to: 100},
    {duration: 60_000, from: 100, to: 100},
    {duration: 0, from: 100, to: 50},
    {duration: 10_000, from: 50, to: 0},
  ])
  expect(peakRate(stages)).toBe(100)
  expect(meanRate(stages)).toBeCloseTo((120 + 6000 + 250) / 72, 6)
  expect(shownStages(stages)).toBe('20/s → 100/s in 2 s, 100/s for 60 s, 50/s → 0/s in 10 s')
})

test.each([
  [['5s'], 0, 'Stage "5s" is not understood.'],
  [['5s:fast'], 0, 'Rate "fast" is not understood.'],
  [['soon:5/s'], 0, 'Stage duration "soon" is not understood.'],
  [['0s:5/s'], 0, 'The stages take no time.'],
  [['5s:0/s'], 0, 'The stages send nothing.'],
])('%j from %i is refused', (texts, rate, message) => {
  expect(() => parseStages(texts, rate)).toThrow(message)
})

test('a target sees the rate of each stage', async () => {
  await measured(
    {},
    {stages: ['1s:200/s', '1s:200/s', '0s:20/s', '1s:20/s'], rate: undefined},
    ({figures, report, seen}) => {
      expect(figures.requests).toMatchObject({planned: 320, sent: 320, completed: 320})
      expect(figures.rate.asked).toBeCloseTo(320 / 3, 1)
      expect(report.lines?.[0]?.text).toContain('in 3 s (0/s → 200/s in 1 s, 200/s for 1 s, 20/s for 1 s)')
      // The first request is that of the pre-flight.
      const [, ...arrivals] = seen.arrivals
      const first = arrivals[0] ?? 0
      const inSecond = (second: number) =>
        arrivals.filter(arrival => arrival - first >= second * 1000 && arrival - first < (second + 1) * 1000).length
      expect(Math.abs(inSecond(0) - 100)).toBeLessThan(25)
      expect(Math.abs(inSecond(1) - 200)).toBeLessThan(25)
    },
  )
}, 60_000)

test('stages and a closed loop, and a warm-up at no rate, are refused before anything is sent', async () => {
  const nobody = 'http://127.0.0.1:9'
  await expect(load(nobody, {mode: 'max', stages: ['1s:5/s']})).rejects.toThrow('Mode "max" has no stages')
  await expect(load(nobody, {stages: ['1s:5/s'], warmup: '1s'})).rejects.toThrow('nothing to warm up with')
})
