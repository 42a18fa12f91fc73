/** How sure a verdict is: of 20 runs against a target that misses its objective, at most one may pass. */
const risk = 0.05

/**
 * How many requests without a single miss it takes to claim that fewer than `share` (0 to 1) of all requests miss:
 * 299 for 1 %, 299,572 for 0.001 %.
 */
export function enoughFor(share: number): number {
  if (share <= 0) return Number.POSITIVE_INFINITY
  return share >= 1 ? 1 : Math.ceil(Math.log(risk) / Math.log1p(-share))
}

/** Whether `misses` of `count` show that less than `share` of all requests miss. */
export function surelyBelow(misses: number, count: number, share: number): boolean {
  return misses < share * count && atMost(misses, count, share) <= risk
}

/** Whether `misses` of `count` show that more than `share` of all requests miss. */
export function surelyAbove(misses: number, count: number, share: number): boolean {
  return misses > share * count && 1 - atMost(misses - 1, count, share) <= risk
}

/** How many requests would show that fewer than `share` miss, if they went on missing at the rate seen so far. */
export function enoughAt(misses: number, count: number, share: number): number | undefined {
  if (misses === 0) return enoughFor(share)
  const seen = misses / count
  if (seen >= share) return undefined
  let low = count
  let high = count
  const shown = (requests: number) => surelyBelow(Math.ceil(seen * requests), requests, share)
  while (!shown(high)) {
    low = high
    high *= 2
    if (high > 1e12) return undefined
  }
  while (high - low > Math.max(1, low * 0.001)) {
    const middle = Math.floor((low + high) / 2)
    if (shown(middle)) high = middle
    else low = middle
  }
  return high
}

/** P(X ≤ misses) for a binomial X of `count` tries with chance `share`. */
function atMost(misses: number, count: number, share: number): number {
  if (misses < 0) return 0
  if (misses >= count || share <= 0) return 1
  if (share >= 1) return 0
  // Many terms: the normal curve is exact enough then, and the sum would take long.
  if (misses > 5000) return normal((misses + 0.5 - count * share) / Math.sqrt(count * share * (1 - share)))
  // The terms are added as multiples of the greatest one, because the first may be too small for a number.
  let logarithm = count * Math.log1p(-share)
  const odds = Math.log(share) - Math.log1p(-share)
  const logarithms = [logarithm]
  for (let index = 1; index <= misses; index++) {
    logarithm += Math.log((count - index + 1) / index) + odds
    logarithms.push(logarithm)
  }
  const greatest = logarithms.reduce((most, term) => Math.max(most, term))
  return Math.min(1, Math.exp(greatest) * logarithms.reduce((sum, term) => sum + Math.exp(term - greatest), 0))
}

/** The standard normal distribution function (Zelen and Severo, error below 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
  return z > 0 ? 1 - tail : tail
}
