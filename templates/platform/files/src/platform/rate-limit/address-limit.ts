import {networkOf} from './caller-key.js'
import type {Window} from './classes.js'
import {createMemoryStore} from './memory-store.js'
import type {Verdict} from './rate-limit-store.js'
import {exceeded} from './rate-limiter.js'

/**
 * A coarse limit for each network, before anything is known of a caller: to look at proofs is work, and who sends thousands of
 * them must not have it done. It counts in this process alone, so that nothing far away can slow it or take it down.
 */
export function createAddressLimit(
  windows: readonly Window[],
  onRefusal?: () => void,
): (address: string | undefined) => void {
  const store = createMemoryStore()
  return address => {
    // A store in memory answers at once.
    const {allowed, tallies} = store.take(networkOf(address), windows) as Verdict
    if (allowed) return
    onRefusal?.()
    throw exceeded(tallies)
  }
}
