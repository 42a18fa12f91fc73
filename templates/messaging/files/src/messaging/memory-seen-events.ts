import type {SeenEvents} from '../platform/messaging/seen-events.js'

/** For one instance, and for tests: what it remembers ends with the process. */
export function createMemorySeenEvents(most = 100_000): SeenEvents {
  // A Set keeps the order of insertion, so the first one is the oldest.
  const seen = new Set<string>()
  return {
    has: async (group, eventId) => seen.has(`${group} ${eventId}`),
    async add(group, eventId) {
      seen.add(`${group} ${eventId}`)
      for (const oldest of seen) {
        if (seen.size <= most) return
        seen.delete(oldest)
      }
    },
  }
}
