/** Counts messages of one connection: at most so many in a second, and as many at once. */
export function createMessageLimit(perSecond: number, now: () => number = () => performance.now()): () => boolean {
  let left = perSecond
  let last = now()
  return () => {
    const time = now()
    left = Math.min(perSecond, left + ((time - last) / 1000) * perSecond)
    last = time
    if (left < 1) return false
    left -= 1
    return true
  }
}
