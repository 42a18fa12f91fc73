import {performance} from 'node:perf_hooks'
import {setImmediate as turn} from 'node:timers/promises'

/** Milliseconds after which a person would notice that nothing answers. */
const longest = 50

/**
 * For long work that never waits: called now and then, it lets the process hear that it is interrupted, and throws when
 * it was.
 */
export function interruptible(signal: AbortSignal): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last > longest) {
      await turn()
      last = performance.now()
    }
    signal.throwIfAborted()
  }
}
