import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test, vi} from 'vitest'
import {createExpiry} from '../../src/platform/http/expiry.js'

test('what is still there when its time is over is called back, once, and in the order in which it came', async () => {
  const expired: string[] = []
  const expiry = createExpiry<string>(60, thing => expired.push(thing))
  expiry.add('first')
  await sleep(30)
  expiry.add('second')
  expiry.add('in time').leave()
  await vi.waitFor(() => expect(expired).toHaveLength(2), 5000)
  await sleep(100)
  expect(expired).toEqual(['first', 'second'])
})

test('nothing is called back before its time', async () => {
  const ends: number[] = []
  const expiry = createExpiry<number>(50, began => ends.push(performance.now() - began))
  for (let round = 0; round < 5; round++) {
    expiry.add(performance.now())
    await sleep(17)
  }
  await vi.waitFor(() => expect(ends).toHaveLength(5), 5000)
  expect(Math.min(...ends)).toBeGreaterThanOrEqual(49)
})

test('what comes while others are called back, or after a quiet time, is watched, too', async () => {
  const expired: string[] = []
  const expiry = createExpiry<string>(20, thing => {
    expired.push(thing)
    if (thing === 'first') expiry.add('caused')
  })
  expiry.add('first')
  await vi.waitFor(() => expect(expired).toEqual(['first', 'caused']), 5000)
  await sleep(50)
  expiry.add('late')
  await vi.waitFor(() => expect(expired).toEqual(['first', 'caused', 'late']), 5000)
})
