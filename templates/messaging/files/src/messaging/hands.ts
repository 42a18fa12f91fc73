/** Work that may be done at the same time, up to a number. */
export interface Hands {
  /** How much may be taken in addition. */
  free(): number
  /** Begins with it. It must not reject: nobody waits for it. */
  take(work: () => Promise<void>): void
  /** Begins with it as soon as there is room, whoever else waits for that; not at all once `wake` was called. */
  takeNext(work: () => Promise<void>): Promise<void>
  /** Resolves when there is something free, or at once when `wake` was called. */
  room(): Promise<void>
  wake(): void
  /** Resolves when nothing is in hand. */
  empty(): Promise<void>
}

export function createHands(most: number): Hands {
  const inHand = new Set<Promise<void>>()
  const waiting = new Set<() => void>()
  let awake = false
  const wakeAll = (): void => {
    for (const wake of waiting) wake()
    waiting.clear()
  }
  const take = (work: () => Promise<void>): void => {
    const done = work().finally(() => {
      inHand.delete(done)
      wakeAll()
    })
    inHand.add(done)
  }
  const room = async (): Promise<void> => {
    while (inHand.size >= most && !awake) await new Promise<void>(resolve => waiting.add(resolve))
  }
  return {
    free: () => most - inHand.size,
    take,
    async takeNext(work) {
      // Between the last look and the first step nobody else has a turn.
      for (; inHand.size >= most && !awake; ) await room()
      if (!awake) take(work)
    },
    room,
    wake() {
      awake = true
      wakeAll()
    },
    async empty() {
      while (inHand.size > 0) await Promise.all(inHand)
    },
  }
}
