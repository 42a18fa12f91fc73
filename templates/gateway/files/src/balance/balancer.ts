export const strategies = ['least-connections', 'round-robin', 'weighted'] as const

/** How the work is shared: to the one with the least to do, in turn, or in turn by weight. */
export type Strategy = (typeof strategies)[number]

export interface Candidate {
  readonly weight: number
  /** Requests that it has to do now. */
  readonly load: number
}

/** Chooses one of at least one. */
export type Balancer = <C extends Candidate>(candidates: readonly [C, ...C[]]) => C

export function createBalancer(strategy: Strategy): Balancer {
  if (strategy === 'weighted') return smoothly()
  let turn = 0
  const next = <C>(candidates: readonly [C, ...C[]], offset: number): C =>
    candidates[(turn + offset) % candidates.length] ?? candidates[0]
  return candidates => {
    turn = (turn + 1) % Number.MAX_SAFE_INTEGER
    let best = next(candidates, 0)
    if (strategy === 'round-robin') return best
    // From another one each time, so that those with equally much to do take turns.
    for (let offset = 1; offset < candidates.length; offset++) {
      const other = next(candidates, offset)
      if (burden(other) < burden(best)) best = other
    }
    return best
  }
}

/** One more request is counted, so that of idle ones the strongest comes first. */
function burden({load, weight}: Candidate): number {
  return (load + 1) / weight
}

/** Smooth weighted round robin, as nginx does it: 5, 1, 1 gives a a b a c a a, not a a a a a b c. */
function smoothly(): Balancer {
  const credit = new WeakMap<Candidate, number>()
  return candidates => {
    let [best] = candidates
    let total = 0
    for (const each of candidates) {
      total += each.weight
      credit.set(each, (credit.get(each) ?? 0) + each.weight)
      if ((credit.get(each) ?? 0) > (credit.get(best) ?? 0)) best = each
    }
    credit.set(best, (credit.get(best) ?? 0) - total)
    return best
  }
}
