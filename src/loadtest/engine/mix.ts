/** The longest cycle of a mix; weights are rounded to parts of it. */
const longestCycle = 10_000

/**
 * In which order weighted things take their turns: a cycle of their indexes, each as often as its weight says and
 * spread out evenly (smooth weighted round robin), so that short runs have the right mix, too.
 */
export function mixOf(weights: readonly number[]): Uint32Array {
  const shares = wholeShares(weights)
  const total = shares.reduce((sum, share) => sum + share, 0)
  const cycle = new Uint32Array(total)
  const credit = shares.map(() => 0)
  for (let turn = 0; turn < total; turn++) {
    let best = 0
    for (let index = 0; index < shares.length; index++) {
      credit[index] = (credit[index] ?? 0) + (shares[index] ?? 0)
      if ((credit[index] ?? 0) > (credit[best] ?? 0)) best = index
    }
    credit[best] = (credit[best] ?? 0) - total
    cycle[turn] = best
  }
  return cycle
}

/** The weights as small whole numbers of the same proportions; a positive weight never becomes nothing. */
function wholeShares(weights: readonly number[]): number[] {
  const least = Math.min(...weights)
  for (const scale of [1 / least, 1, 10, 100]) {
    const scaled = weights.map(weight => weight * scale)
    const sum = scaled.reduce((total, share) => total + share, 0)
    if (sum <= longestCycle && scaled.every(share => Math.abs(share - Math.round(share)) < 1e-9))
      return scaled.map(Math.round)
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map(weight => Math.max(1, Math.round((weight / total) * longestCycle)))
}
