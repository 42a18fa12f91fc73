import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test, vi} from 'vitest'
import {type BatchOptions, runBatch} from '../../src/platform/jobs/batch.js'

const hasty = {maxRetries: 2, initialDelayMs: 1, multiplier: 1, maxDelayMs: 1}

/** The work of a job, as the handler sees it. */
function openWork(note?: unknown) {
  const stop = new AbortController()
  const told: number[] = []
  const notes: unknown[] = []
  const memory = {read: () => note, write: async (next: unknown) => void notes.push(structuredClone(next))}
  const work: BatchOptions<number>['work'] = {signal: stop.signal, progress: percent => told.push(percent), memory}
  return {work, stop, told, notes}
}

test('all are done, a few at a time, and it is told how far it is', async () => {
  const {work, told} = openWork()
  const done: number[] = []
  let running = 0
  let most = 0
  const each = async (item: number) => {
    running += 1
    most = Math.max(most, running)
    await sleep(1)
    running -= 1
    done.push(item)
  }
  const items = Array.from({length: 20}, (_, index) => index * 10)
  expect(await runBatch(items, {each, work, atOnce: 3})).toEqual({done: 20, failed: []})
  expect(done.sort((a, b) => a - b)).toEqual(items)
  expect(most).toBe(3)
  expect(told).toHaveLength(20)
  expect([...told].sort((a, b) => a - b)).toEqual(told)
  expect(told.at(-1)).toBe(100)
  expect(await runBatch([], {each, work})).toEqual({done: 0, failed: []})
})

test('what fails is tried again, and told when it fails each time', async () => {
  const {work} = openWork()
  const tries = new Map<number, number>()
  const each = async (item: number) => {
    const count = (tries.get(item) ?? 0) + 1
    tries.set(item, count)
    if (item === 4 || (item === 2 && count < 3)) throw new Error(`Not ${item}.`)
  }
  const report = await runBatch([1, 2, 3, 4], {each, work, retries: hasty})
  expect(report).toEqual({done: 3, failed: [{index: 3, error: 'Not 4.'}]})
  expect([...tries.values()]).toEqual([1, 3, 1, 3])
})

test('what is tried again waits for its pause, which is no part of the try', async () => {
  const {work} = openWork()
  const begun: [number, number][] = []
  vi.spyOn(Math, 'random').mockReturnValue(1)
  const each = async (item: number) => {
    begun.push([item, performance.now()])
    if (item === 1 && begun.filter(([again]) => again === 1).length < 3) throw new Error('Not yet.')
  }
  const retries = {maxRetries: 2, initialDelayMs: 40, multiplier: 2, maxDelayMs: 1000}
  expect(await runBatch([1, 2], {each, work, retries, atOnce: 2})).toEqual({done: 2, failed: []})
  vi.restoreAllMocks()
  const [first = 0, second = 0, third = 0] = begun.filter(([item]) => item === 1).map(([, time]) => time)
  // A timer may be a moment early.
  expect(second - first).toBeGreaterThan(38)
  expect(third - second).toBeGreaterThan(78)
  // The other one has not waited for it.
  expect(begun.map(([item]) => item)).toEqual([1, 2, 1, 1])
})

test('one that died is gone on with, and nothing is left out', async () => {
  const items = Array.from({length: 50}, (_, index) => index)
  const first = openWork()
  const begun: number[] = []
  const dying = runBatch(items, {
    work: first.work,
    atOnce: 4,
    retries: hasty,
    noteEvery: 5,
    async each(item) {
      if (item === 3) throw new Error('Never.')
      if (item === 30) first.stop.abort(new Error('The process dies.'))
      await sleep(item % 7)
      begun.push(item)
    },
  })
  await expect(dying).rejects.toThrow('The process dies.')
  const second = openWork(first.notes.at(-1))
  const repeated: number[] = []
  const report = await runBatch(items, {
    work: second.work,
    retries: hasty,
    async each(item) {
      repeated.push(item)
    },
  })
  expect(report).toEqual({done: 49, failed: [{index: 3, error: 'Never.'}]})
  expect(new Set([...begun, ...repeated, 3]).size).toBe(50)
  expect(Math.min(...repeated)).toBeGreaterThan(15)
})

test('one that is cancelled begins with nothing more', async () => {
  const {work, stop} = openWork()
  const begun: number[] = []
  const cancelled = runBatch([1, 2, 3], {
    work,
    atOnce: 1,
    async each(item) {
      begun.push(item)
      stop.abort(new Error('Cancelled.'))
    },
  })
  await expect(cancelled).rejects.toThrow('Cancelled.')
  expect(begun).toEqual([1])
})
