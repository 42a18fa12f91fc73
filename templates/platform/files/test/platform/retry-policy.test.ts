import {expect, test} from 'vitest'
import {retryDelay, standardRetries} from '../../src/platform/retries/retry-policy.js'

const longest = (failures: number) => retryDelay(standardRetries, failures, () => 1)

test('pauses grow from a second by the double, up to half a minute, and three tries follow the first', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map(longest)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  expect(standardRetries.maxRetries).toBe(3)
})

test('those that failed together come back apart: anything below the pause is as likely', () => {
  const delays = Array.from({length: 2000}, () => retryDelay(standardRetries, 3))
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...delays)).toBeLessThanOrEqual(4000)
  for (const quarter of [0, 1000, 2000, 3000]) {
    const share = delays.filter(delay => delay >= quarter && delay < quarter + 1000).length / delays.length
    // One in a billion runs is further away from a quarter than this.
    expect(Math.abs(share - 0.25)).toBeLessThan(0.06)
  }
})
