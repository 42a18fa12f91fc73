/** Which scenario an iteration plays, and the how-manieth time that is. */
export interface IterationTurn {
  readonly scenario: number
  readonly ofScenario: number
}

/** Scenarios take their turns by their numbers in a cycle; it depends on the number of the iteration only. */
export function iterationTurns(cycle: Uint32Array): (iteration: number) => IterationTurn {
  const seen: number[] = []
  const ranks = [...cycle].map(scenario => {
    const rank = seen[scenario] ?? 0
    seen[scenario] = rank + 1
    return rank
  })
  return iteration => {
    const place = iteration % cycle.length
    const scenario = cycle[place] ?? 0
    const round = Math.floor(iteration / cycle.length)
    return {scenario, ofScenario: round * (seen[scenario] ?? 0) + (ranks[place] ?? 0)}
  }
}
