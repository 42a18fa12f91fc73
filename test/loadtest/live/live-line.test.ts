import {describe, expect, test} from 'vitest'
import {LiveLine} from '../../../src/loadtest/live/live-line.js'
import {sparkline} from '../../../src/loadtest/live/sparkline.js'

describe('a sparkline', () => {
  test('goes from nothing to the greatest value, and has a gap where nothing is known', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█')
    expect(sparkline([5, null, 10], 8)).toBe('▅ █')
  })

  test('of nothing but zeros is flat, and only the latest values have room', () => {
    expect(sparkline([0, 0, 0], 8)).toBe('▁▁▁')
    expect(sparkline([9, 9, 0, 7], 2)).toBe('▁█')
    expect(sparkline([1, 2], 0)).toBe('')
    expect(sparkline([], 5)).toBe('')
  })
})

function liveLine(seconds: number) {
  const live = new LiveLine(30_000)
  let line = live.at(0, {rate: 0, p95: null, failures: 0})
  for (let second = 1; second <= seconds; second++)
    for (const part of [0, 250, 500, 750])
      line = live.at(second * 1000 + part, {rate: second * 10, p95: 40, failures: second > 5 ? second - 5 : 0})
  return line
}

describe('the line of a run', () => {
  test('has a bar for each second, of rate, latency and errors', () => {
    expect(liveLine(8)(100)).toBe('▂▃▄▅▅▆▇█ 80/s  p95 ████████ 40.0 ms  errors ▁▁▁▁▁███ 3  22 s left')
  })

  test('fits any terminal that the figures alone fit', () => {
    for (let columns = 60; columns < 200; columns++)
      expect(liveLine(60)(columns).length, `${columns} columns`).toBeLessThan(columns)
    expect(liveLine(60)(200)).toMatch(/^[▁-█]{24} 600\/s/)
  })

  test('on a narrow terminal has the figures only', () => {
    expect(liveLine(8)(50)).toBe('80/s  p95 40.0 ms  errors 3  22 s left')
  })

  test('says what it waits for when the time is over', () => {
    expect(liveLine(31)(60)).toMatch(/ {2}waiting for the last answers$/)
  })
})
