import {parseNumber} from './field-parser.js'
import {Token} from './lexer.js'
import type {Ranges} from './nodes.js'
import {parseString} from './option-parser.js'
import type {Tokens} from './tokens.js'

/** The highest number of a field, and of a value of an enum: what `max` stands for. */
export const highest = {message: 2 ** 29 - 1, enum: 2 ** 31 - 1} as const

/** `9`, `9 to 11` or `9 to max`, both ends included. */
export function parseRange(tokens: Tokens, of: keyof typeof highest): Ranges['ranges'][number] {
  const {start} = tokens
  const signed = of === 'enum'
  const from = parseNumber(tokens, signed, 'the range')
  let to = from
  if (tokens.acceptWord('to'))
    to = tokens.acceptWord('max') ? highest[of] : parseNumber(tokens, signed, 'the end of the range')
  return {from, to, start, end: tokens.previousEnd}
}

/** A name in quotes, or bare as in editions. */
export function parseReservedName(tokens: Tokens): Ranges['names'][number] {
  const {start} = tokens
  if (tokens.token !== Token.string) tokens.plain = false
  const name = tokens.token === Token.string ? parseString(tokens).text : tokens.name('what is reserved')
  return {name, start, end: tokens.previousEnd}
}
