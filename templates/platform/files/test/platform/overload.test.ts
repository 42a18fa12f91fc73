import {getHeapStatistics} from 'node:v8'
import {afterEach, expect, test, vi} from 'vitest'
import {watchOverload} from '../../src/platform/lifecycle/overload.js'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** What is said of a process whose heap is as full as this. */
function judged(heap: (usage: NodeJS.MemoryUsage) => number): boolean {
  const usage = process.memoryUsage()
  vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']})
  vi.spyOn(process, 'memoryUsage').mockReturnValue({...usage, heapUsed: heap(usage)})
  // No event loop is as late as this.
  const overload = watchOverload(60_000)
  vi.advanceTimersByTime(1000)
  const {now} = overload
  overload.close()
  return now
}

test('a heap that is nearly full is nothing: it grows when it has to', () => {
  expect(judged(({heapTotal}) => heapTotal * 0.99)).toBe(false)
})

test('a heap that is nearly as large as it may become is too much', () => {
  expect(judged(() => getHeapStatistics().heap_size_limit * 0.96)).toBe(true)
})
