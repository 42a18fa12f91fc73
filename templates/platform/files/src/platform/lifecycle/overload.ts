import {monitorEventLoopDelay} from 'node:perf_hooks'
import {getHeapStatistics} from 'node:v8'

/** Milliseconds between two looks at how the process keeps up. */
const lookEvery = 1000

/** Milliseconds between two ticks of the measurement; a loop that keeps up has just this delay. */
const resolution = 10

/** Whether the process keeps up with its work. */
export interface Overload {
  /** It does not: what comes now could only be answered late. */
  readonly now: boolean
  close(): void
}

/** Looks once a second at the event loop and the heap. `maxEventLoopDelay` is in milliseconds; 0 never sees an overload. */
export function watchOverload(maxEventLoopDelay: number): Overload {
  if (maxEventLoopDelay === 0) return {now: false, close: () => {}}
  const delay = monitorEventLoopDelay({resolution})
  delay.enable()
  // The heap grows on demand and is always nearly full; the limit is what counts.
  const mostHeap = getHeapStatistics().heap_size_limit * 0.95
  let overloaded = false
  const look = setInterval(() => {
    overloaded = delay.mean / 1e6 - resolution > maxEventLoopDelay || process.memoryUsage().heapUsed > mostHeap
    delay.reset()
  }, lookEvery)
  look.unref()
  return {
    get now() {
      return overloaded
    },
    close() {
      clearInterval(look)
      delay.disable()
    },
  }
}
