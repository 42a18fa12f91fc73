import type {Finding} from './finding.js'
import type {Position} from './source.js'

/** What a rule leaves to others, by its id. */
export type Deference = ReadonlyMap<string, readonly string[]>

/** Leaves out what stands at a place, or within one, of which another rule that counts more has told already. */
export function withoutOutspoken(findings: readonly Finding[], deference: Deference): readonly Finding[] {
  if (deference.size === 0) return findings
  const told = new Map<string, Told>()
  for (const rule of new Set([...deference.values()].flat())) told.set(rule, new Told(findings, rule))
  return findings.filter(
    finding => !deference.get(finding.rule)?.some(rule => told.get(rule)?.covers(finding.location) === true),
  )
}

type Range = Finding['location']

/** Where a rule has told something. */
class Told {
  /** By path, in the order of their starts, each with the last end of all up to it. */
  readonly #ranges = new Map<string, {readonly start: Position; end: Position}[]>()

  constructor(findings: readonly Finding[], rule: string) {
    for (const {rule: each, location} of findings) {
      if (each !== rule) continue
      const {path, start, end} = location
      const known = this.#ranges.get(path)
      if (known) known.push({start, end})
      else this.#ranges.set(path, [{start, end}])
    }
    for (const ranges of this.#ranges.values()) {
      ranges.sort((a, b) => compare(a.start, b.start))
      let last = ranges[0]?.end
      for (const range of ranges) {
        if (last !== undefined && compare(last, range.end) > 0) range.end = last
        last = range.end
      }
    }
  }

  covers({path, start, end}: Range): boolean {
    const ranges = this.#ranges.get(path) ?? []
    let low = 0
    let high = ranges.length
    while (low < high) {
      const middle = (low + high) >> 1
      const range = ranges[middle]
      if (range !== undefined && compare(range.start, start) <= 0) low = middle + 1
      else high = middle
    }
    const before = ranges[low - 1]
    return before !== undefined && compare(before.end, end) >= 0
  }
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column
}
