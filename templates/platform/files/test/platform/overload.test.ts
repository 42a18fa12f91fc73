import {getHeapStatistics} from 'node:v8'
import {afterEach, expect, test, vi} from 'vitest'
import {type Overload, watchOverload} from '../../src/platform/lifecycle/overload.js'

let overload: Overload | undefined
afterEach(() => {
  overload?.close()
  vi.restoreAllMocks()
})

/** What is said of a process whose heap is as full as this. */
async function judged(heap: (usage: NodeJS.MemoryUsage) => number): Promise<boolean> {
  const usage = process.memoryUsage()
  const looks = vi.spyOn(process, 'memoryUsage').mockReturnValue({...usage, heapUsed: heap(usage)})
  // No event loop is as late as this.
  overload = watchOverload(60_000)
  await vi.waitFor(() => expect(looks).toHaveBeenCalled(), 5000)
  return overload.now
}

test('a heap that is nearly full is nothing: it grows when it has to', async () => {
  expect(await judged(({heapTotal}) => heapTotal * 0.99)).toBe(false)
})

test('a heap that is nearly as large as it may become is too much', async () => {
  expect(await judged(() => getHeapStatistics().heap_size_limit * 0.96)).toBe(true)
})
