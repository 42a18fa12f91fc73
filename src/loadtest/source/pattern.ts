import {patternMatches} from '../../contracts/json/pattern/pattern-matches.js'

/** What is asked of a text. */
export interface TextDemands {
  readonly format: string | undefined
  /** Regular expressions, all of which have to match. */
  readonly patterns: readonly string[]
  readonly minLength: number
  readonly maxLength: number
}

/** A moment, another one for each turn: a day later each time, or a second. */
function moment(days: number, seconds: number): string {
  return new Date(Date.UTC(2025, 0, 15 + days, 9, 30, seconds)).toISOString()
}

/** Texts of each format that a parameter may have: another one for each turn, from 0 on. */
const byFormat: Readonly<Record<string, (turn: number) => string>> = {
  uuid: turn => `3f2b8c1e-5d47-4a9b-8e61-${(0x0c7d9a2f4b53 + turn).toString(16).padStart(12, '0')}`,
  date: turn => moment(turn, 0).slice(0, 10),
  'date-time': turn => `${moment(0, turn).slice(0, 19)}Z`,
  time: turn => `${moment(0, turn).slice(11, 19)}Z`,
  duration: turn => `P${1 + turn}D`,
  email: turn => `user${turn || ''}@example.com`,
  'idn-email': turn => `user${turn || ''}@example.com`,
  hostname: turn => `${turn > 0 ? `host${turn}.` : ''}example.com`,
  'idn-hostname': turn => `${turn > 0 ? `host${turn}.` : ''}example.com`,
  ipv4: turn => `192.0.2.${1 + turn}`,
  ipv6: turn => `2001:db8::${(1 + turn).toString(16)}`,
  uri: turn => `https://example.com/${turn || ''}`,
  'uri-reference': turn => `/${turn || ''}`,
  iri: turn => `https://example.com/${turn || ''}`,
  url: turn => `https://example.com/${turn || ''}`,
  byte: turn => Buffer.from(`abc${turn || ''}`).toString('base64'),
  ulid: turn => `01JHKQ3Z6V${String(turn).padStart(16, '0')}`,
}

const plain = 'abcdefghijklmnopqrstuvwxyz'

/** A longer text is not made up. */
const longest = 2000

/**
 * A text that meets all demands, or undefined when none is found; whatever is returned has been checked. Another turn
 * gives another text.
 */
export function textFor({format, patterns, minLength, maxLength}: TextDemands, turn = 0): string | undefined {
  const meets = (text: string | undefined): text is string =>
    text !== undefined &&
    text.length >= minLength &&
    text.length <= maxLength &&
    patterns.every(pattern => patternMatches(pattern, text) === true)
  const formatted = format === undefined ? undefined : byFormat[format]?.(turn)
  if (meets(formatted)) return formatted
  if (format !== undefined && formatted !== undefined && patterns.length === 0) return undefined
  if (minLength > longest) return undefined
  const words = [
    plain.slice(0, 3),
    '1',
    'A1',
    'en',
    'US',
    plain.repeat(Math.ceil(minLength / plain.length)).slice(0, minLength),
  ]
  const grown = patterns.flatMap(pattern =>
    Array.from({length: minLength + 2 + turn}, (_, extra) => exampleOf(pattern, extra)),
  )
  const numbered = Array.from({length: turn + 1}, (_, index) => {
    const number = String(index + 1)
    const length = Math.min(Math.max(minLength, plain.length), maxLength) - number.length
    return length < 0 ? '' : plain.slice(0, length).padEnd(length, plain) + number
  })
  const found = [...words.filter(word => word !== ''), ...grown, ...(turn > 0 ? numbered : [])].filter(meets)
  return turn === 0 ? found[0] : [...new Set(found)][turn]
}

/**
 * A text that a regular expression probably matches: the first alternative, the least repetition, and up to `extra`
 * more repetitions where there may be more. What it does not understand (lookarounds, back references) it leaves out;
 * the caller checks.
 */
function exampleOf(pattern: string, extra: number): string | undefined {
  let at = 0
  let spare = extra

  const alternatives = (): string => {
    const first = sequence()
    while (pattern[at] === '|') {
      at++
      const before = spare
      sequence()
      spare = before
    }
    return first
  }

  const sequence = (): string => {
    let text = ''
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') text += repeated()
    return text
  }

  const repeated = (): string => {
    const start = at
    let text = atom()
    const [least, most, length] = quantifier(pattern.slice(at))
    if (length === 0) return text
    at += length
    if (pattern[at] === '?' || pattern[at] === '+') at++
    if (least === 0 && spare === 0) return ''
    const times = Math.min(most, least + spare, longest)
    spare -= times - least
    const after = at
    for (let time = 1; time < times; time++) {
      at = start
      text += atom()
    }
    at = after
    return times === 0 ? '' : text
  }

  const atom = (): string => {
    const sign = pattern[at++] ?? ''
    if (sign === '^' || sign === '$') return ''
    if (sign === '.') return 'a'
    if (sign === '[') return oneOf()
    if (sign === '\\') return escaped(pattern[at++] ?? '')
    if (sign !== '(') return sign
    const [prefix = ''] = /^\?(?::|=|!|<=|<!|<\w+>)/.exec(pattern.slice(at)) ?? []
    at += prefix.length
    const text = alternatives()
    at++
    return /^\?(=|!|<=|<!)$/.test(prefix) ? '' : text
  }

  /** The first member of a class; of a negated one, a sign that is surely not in it is left to the check. */
  const oneOf = (): string => {
    const start = at
    if (pattern[at] === '^') at++
    if (pattern[at] === ']') at++
    while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1
    const members = pattern.slice(start, at++)
    return [...'a1A-_.@ /:'].find(sign => patternMatches(`^[${members}]$`, sign) === true) ?? members.charAt(0)
  }

  const text = alternatives()
  return at >= pattern.length ? text : undefined
}

function escaped(sign: string): string {
  if (sign === 'd') return '1'
  if (sign === 'w' || sign === 'S' || sign === 'D') return 'a'
  if (sign === 's') return ' '
  return sign === 'b' || sign === 'B' ? '' : sign
}

/** Least and most repetitions of the quantifier at the start of a text, and its length; 0 when there is none. */
function quantifier(text: string): [number, number, number] {
  if (text.startsWith('*')) return [0, Number.POSITIVE_INFINITY, 1]
  if (text.startsWith('+')) return [1, Number.POSITIVE_INFINITY, 1]
  if (text.startsWith('?')) return [0, 1, 1]
  const [whole, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(text) ?? []
  if (whole === undefined) return [1, 1, 0]
  const low = Number(least)
  return [low, comma === '' ? low : most ? Number(most) : Number.POSITIVE_INFINITY, whole.length]
}
