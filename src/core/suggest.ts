/** The name that was probably meant, or undefined when none of the known ones is near. */
export function nearest(given: string, known: Iterable<string>): string | undefined {
  const wanted = given.toLowerCase()
  let best: string | undefined
  let least = Math.floor(Math.max(wanted.length, 3) * 0.4) + 1
  for (const name of known) {
    const candidate = name.toLowerCase()
    const cost = sameEnd(candidate, wanted) ? 1 : distance(wanted, candidate, least)
    if (cost < least) {
      least = cost
      best = name
    }
  }
  return best
}

/** ` Did you mean "x"?`, ready to be put behind a sentence; empty when nothing is near. */
export function didYouMean(given: string, known: Iterable<string>): string {
  const name = nearest(given, known)
  return name === undefined ? '' : ` Did you mean "${name}"?`
}

/** `operation-id` is surely meant for `openapi/operation-id`. */
function sameEnd(candidate: string, wanted: string): boolean {
  return wanted.length > 3 && candidate.endsWith(`/${wanted}`)
}

/** Edits (insert, delete, replace, swap of neighbours) from `a` to `b`; gives up with `limit` once it cannot be less. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let beforeLast: number[] = []
  let last = Array.from({length: b.length + 1}, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replace)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    if (Math.min(...row) >= limit) return limit
    beforeLast = last
    last = row
  }
  return Math.min(last[b.length] ?? limit, limit)
}
