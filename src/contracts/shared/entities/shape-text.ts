import type {Shape, ShapeKind} from '../entity.js'

/** Each kind of value as messages call one and many of it. */
const words: Readonly<Record<ShapeKind, readonly [one: string, many: string]>> = {
  unknown: ['something', 'something'],
  string: ['a string', 'strings'],
  identifier: ['an identifier', 'identifiers'],
  timestamp: ['a point in time', 'points in time'],
  date: ['a date', 'dates'],
  time: ['a time of day', 'times of day'],
  duration: ['a duration', 'durations'],
  bytes: ['bytes', 'bytes'],
  integer: ['an integer', 'integers'],
  number: ['a number', 'numbers'],
  decimal: ['a decimal number', 'decimal numbers'],
  boolean: ['a boolean', 'booleans'],
  object: ['an object', 'objects'],
  map: ['a map', 'maps'],
  list: ['a list', 'lists'],
}

/** What a value is, for messages: `a list of strings`. */
export function shapeText({kind, bits, isEnum, items}: Shape): string {
  const [one] = words[kind]
  if (bits !== undefined) return `a ${bits}-bit integer`
  if (isEnum) return 'a value of an enum'
  return items === undefined || items.kind === 'unknown' ? one : `${one} of ${manyText(items)}`
}

function manyText({kind, bits, isEnum, items}: Shape): string {
  const [, many] = words[kind]
  if (bits !== undefined) return `${bits}-bit integers`
  if (isEnum) return 'values of an enum'
  return items === undefined || items.kind === 'unknown' ? many : `${many} of ${manyText(items)}`
}
