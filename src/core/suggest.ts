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

/** Room for a comparison, used by one after the other: a name may be compared with thousands. */
const rows: [number[], number[], number[]] = [[], [], []]

/** Edits (insert, delete, replace, swap of neighbours) from `a` to `b`; gives up with `limit` once it cannot be less. */
function distance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit
  // What both begin and end with needs no edit, and of two paths that is most.
  const least = Math.min(one.length, other.length)
  let start = 0
  while (start < least && one.charCodeAt(start) === other.charCodeAt(start)) start++
  let end = 0
  while (end < least - start && one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end)) end++
  const a = one.slice(start, one.length - end)
  const b = other.slice(start, other.length - end)
  if (a === '' || b === '') return Math.min(a.length + b.length, limit)
  // What is left differs.
  if (limit <= 1) return limit
  let [beforeLast, last, row] = rows
  for (let j = 0; j <= b.length; j++) last[j] = j
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let lowest = i
    for (let j = 1; j <= b.length; j++) {
      const replace = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replace)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row[j] = cost
      if (cost < lowest) lowest = cost
    }
    if (lowest >= limit) return limit
    ;[beforeLast, last, row] = [last, row, beforeLast]
  }
  return Math.min(last[b.length] ?? limit, limit)
}
