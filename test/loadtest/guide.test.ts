import {expect, test} from 'vitest'
import {compared, followGuide} from './follow-guide.js'
import {startShop} from './scenario/shop.js'
import {startTarget} from './target/target.js'

test('lines with measured figures are compared by their words, all others as they are', () => {
  expect(compared('  service time  40.3 ms   1.20 s')).toBe(compared('  service time   9.99 ms  300 ms'))
  expect(compared('✓ p95<50ms: 43.4 ms')).not.toBe(compared('✗ p95<50ms: 63.4 ms'))
  expect(compared('· Answers: 200 × 1,000.')).toBe('· Answers: 200 × 1,000.')
})

test('docs/guide/loadtest.md', async () => {
  const target = await startTarget({delay: 40})
  try {
    await followGuide('docs/guide/loadtest.md', {'127.0.0.1:3000': `127.0.0.1:${target.port}`})
  } finally {
    await target.stop()
  }
}, 240_000)

test('docs/guide/load-scenarios.md', async () => {
  const shop = await startShop()
  shop.delay = 10
  try {
    const {host} = new URL(shop.url)
    await followGuide('docs/guide/load-scenarios.md', {'127.0.0.1:3000': host}, {SHOP_SECRET: 'hunter2'})
  } finally {
    await shop.stop()
  }
}, 240_000)
