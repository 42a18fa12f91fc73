import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {createLogger} from '../../src/platform/logging/logger.js'
import {createPoller, type Look} from '../../src/polling/poller.js'

const logger = createLogger({service: 'test', version: '0', level: 'silent'})

/** Milliseconds between the beginnings of so many looks. */
async function pauses(count: number, interval: number, look: (number: number) => Promise<Look>): Promise<number[]> {
  const begun: number[] = []
  const poller = createPoller({
    interval,
    logger,
    random: () => 0.5,
    look: async () => {
      begun.push(performance.now())
      return look(begun.length - 1)
    },
  })
  poller.start()
  // Who starts it twice has one poller all the same.
  poller.start()
  while (begun.length <= count) await sleep(1)
  await poller.stop()
  const all = begun.length
  await sleep(3 * interval)
  expect(begun.length).toBe(all)
  return begun.slice(1).map((time, index) => time - (begun[index] ?? 0))
}

/** A timer may be a moment early, and as late as it likes. */
const atLeast = (times: readonly number[], wanted: readonly number[]) => {
  for (const [index, time] of wanted.entries()) expect(times[index], `pause ${index}`).toBeGreaterThan(time - 2)
}

test('failures in a row double the pause up to sixteen times, and a success ends that', async () => {
  const times = await pauses(7, 4, async number => {
    if (number < 6) throw new Error('Away.')
    return {}
  })
  atLeast(times, [8, 16, 32, 64, 64, 64, 4])
})

test('what is there is fetched at once, one look after the other, and then there is a pause', async () => {
  let looking = 0
  const times = await pauses(4, 50, async number => {
    looking += 1
    expect(looking).toBe(1)
    await sleep(2)
    looking -= 1
    return {more: number < 2}
  })
  atLeast(times, [0, 0, 50, 50])
})

test('who asks to be left alone is, for longer than the interval when that is said', async () => {
  atLeast(await pauses(2, 5, async number => ({retryAfter: number === 0 ? 60 : 1})), [60, 5])
})

test('it ends in the middle of a pause', async () => {
  const poller = createPoller({interval: 60_000, logger, look: async () => ({})})
  poller.start()
  await sleep(5)
  const ending = performance.now()
  await poller.stop()
  expect(performance.now() - ending).toBeLessThan(10_000)
})
