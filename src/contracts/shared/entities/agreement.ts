import {wordsOf} from '../../../standard/names.js'
import type {ApiChoices, Presence, Shape, ShapeKind} from '../entity.js'
import {fieldKeyOf} from './names.js'

/** What is text in JSON: who writes only `string` has said less, not something else. */
const texts: ReadonlySet<ShapeKind> = new Set([
  'string',
  'identifier',
  'timestamp',
  'date',
  'time',
  'duration',
  'bytes',
  'decimal',
])

/** Pairs that are written differently and mean the same; the first of each comes first in the alphabet. */
const alike: ReadonlySet<string> = new Set([
  // Scalars for identifiers take numbers, too.
  'identifier integer',
  'identifier number',
  'decimal number',
  // GraphQL has no maps: there they are lists of keys with values.
  'list map',
  'map object',
])

/** Whether two values can be the same. */
export function shapesAgree(one: Shape, other: Shape): boolean {
  const [a, b] = [one.kind, other.kind].sort() as [ShapeKind, ShapeKind]
  if (a === 'unknown' || b === 'unknown') return true
  if (a === b) {
    if (one.items && other.items) return shapesAgree(one.items, other.items)
    return one.bits === undefined || other.bits === undefined || one.bits === other.bits
  }
  // In JSON a 64-bit integer is a string: numbers of JSON are not that exact.
  if (a === 'integer' && b === 'string') return (one.bits ?? other.bits) === 64
  if (texts.has(a) && texts.has(b)) return a === 'string' || b === 'string' || a === 'identifier' || b === 'identifier'
  return alike.has(`${a} ${b}`)
}

/** Whether a value that one may lack is promised by the other. */
export function presencesAgree(one: Presence, other: Presence): boolean {
  const both = [one, other]
  if (both.includes('nullable')) return !both.includes('required') && !both.includes('default')
  return !(both.includes('optional') && both.includes('required'))
}

/** Values of one that the other does not have. */
export function missingIn(other: ApiChoices, {values}: ApiChoices): string[] {
  const known = new Set(other.values.map(({value}) => fieldKeyOf(value)))
  return values.flatMap(({name, value, isSpare}) => (isSpare || known.has(fieldKeyOf(value)) ? [] : name))
}

/** Whether names are the same but for the style in which a contract writes all its names. */
export function namesAgree(one: string, other: string): boolean {
  if (one === other) return true
  return wordsOf(one).join(' ') === wordsOf(other).join(' ') && styleOf(one) !== styleOf(other)
}

function styleOf(name: string): string {
  const [separator = ''] = /[_-]/.exec(name) ?? []
  if (!/[a-z]/.test(name)) return `${separator}A`
  return /^_*[A-Z]/.test(name) ? `${separator}Aa` : `${separator}a`
}

/** Whether enums have the same values; what is confined to none has said less, not something else. */
export function choicesAgree(one: ApiChoices | undefined, other: ApiChoices | undefined): boolean {
  if (one === undefined || other === undefined) return true
  return missingIn(one, other).length === 0 && missingIn(other, one).length === 0
}
