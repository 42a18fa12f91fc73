/** Groups that nest deeper than this are not looked into. */
const deepest = 100

/** What is known of a part of a pattern. */
interface Part {
  /** In how many ways it may be tried on one text. */
  readonly ways: number
  /** The same for what looks ahead or behind; that is tried once and never taken back. */
  readonly looks: number
}

const single: Part = {ways: 1, looks: 0}

/**
 * The number of ways in which an engine that backtracks may try a regular expression on a text, before it knows that it
 * does not match: never less than it really takes, and for nested repetition far more. In a repetition, each count is a
 * way; one behind the other, ways multiply.
 */
export function choices(pattern: string, length: number): number {
  let at = 0
  let depth = 0

  const alternatives = (): Part => {
    if (++depth > deepest) return {ways: Number.POSITIVE_INFINITY, looks: 0}
    let all = sequence()
    while (pattern[at] === '|') {
      at++
      const next = sequence()
      all = {ways: all.ways + next.ways, looks: all.looks + next.looks}
    }
    depth--
    return all
  }

  const sequence = (): Part => {
    let all = single
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const next = repeated()
      all = {ways: all.ways * next.ways, looks: all.looks + next.looks}
    }
    return all
  }

  const repeated = (): Part => {
    const part = atom()
    const [whole, sign, least, comma, most] =
      /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(pattern.slice(at, at + 40)) ?? []
    if (whole === undefined) return part
    at += whole.length
    const low = sign === undefined ? Number(least) : sign === '+' ? 1 : 0
    const open = sign === undefined ? comma !== '' && most === '' : sign !== '?'
    const high = open ? length : sign === '?' ? 1 : Number(comma === '' ? least : most)
    // What may be empty is repeated as often as is demanded, however short the text.
    const times = Math.max(low, Math.min(high, length))
    return {ways: part.ways ** times * Math.max(1, times - low + 1), looks: part.looks * Math.max(1, times)}
  }

  const atom = (): Part => {
    const sign = pattern[at++]
    if (sign === '\\') at++
    if (sign === '[') while (at < pattern.length && pattern[at++] !== ']') if (pattern[at - 1] === '\\') at++
    if (sign !== '(') return single
    const [prefix = ''] = /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(pattern.slice(at, at + 100)) ?? []
    at += prefix.length
    const {ways, looks} = alternatives()
    at++
    return /[=!]$/.test(prefix) ? {ways: 1, looks: ways + looks} : {ways, looks}
  }

  let {ways, looks} = alternatives()
  // A parenthesis too many: no engine takes such a pattern, but what follows it counts all the same.
  while (at < pattern.length) {
    at++
    const rest = alternatives()
    ways *= rest.ways
    looks += rest.looks
  }
  const starts = pattern.startsWith('^') && !pattern.includes('|') ? 1 : length + 1
  return starts * ways * (1 + looks)
}
