import {didYouMean} from '../../core/suggest.js'
import {fileOf} from './names.js'
import type {Enum, Field, Member, Message, Value} from './nodes.js'

/** The whole numbers that fit into a type, by its name. */
const bounds: ReadonlyMap<string, readonly [bigint, bigint]> = new Map(
  (['32', '64'] as const).flatMap(bits => {
    const most = 2n ** BigInt(bits)
    const signed = [-most / 2n, most / 2n - 1n] as const
    const unsigned = [0n, most - 1n] as const
    return [
      ...['int', 'sint', 'sfixed'].map(name => [name + bits, signed] as const),
      ...['uint', 'fixed'].map(name => [name + bits, unsigned] as const),
    ]
  }),
)

/** What is wrong with a value, and which part of it is. */
export interface ValueFault {
  readonly at: {readonly start: number; readonly end: number}
  readonly message: string
}

/**
 * What is wrong with a value of a field. In a message literal more ways to write are allowed than outside of it:
 * lists, `True` and numbers of enums. What is not at hand may be anything.
 */
export function valueFault(field: Field, value: Value, inLiteral: boolean): ValueFault | undefined {
  if (value.kind === 'list') {
    if (!field.isRepeated) return fault(value, field, 'takes one value, not a list')
    for (const item of value.items) {
      const inner = valueFault(field, item, inLiteral)
      if (inner !== undefined) return inner
    }
    return undefined
  }
  // The entries of a map are messages that nobody declared.
  if (field.isMap) return value.kind === 'message' ? undefined : fault(value, field, 'takes entries in braces')
  const range = bounds.get(field.type)
  if (range !== undefined) return wholeFault(field, value, range)
  switch (field.type) {
    case 'string':
    case 'bytes':
      return value.kind === 'string' ? undefined : fault(value, field, 'takes a string in quotes')
    case 'bool':
      return isBool(value, inLiteral) ? undefined : fault(value, field, 'takes true or false')
    case 'float':
    case 'double':
      return isFloat(value) ? undefined : fault(value, field, 'takes a number')
    default:
      return declaredFault(field, value, inLiteral)
  }
}

function declaredFault(field: Field, value: Value, inLiteral: boolean): ValueFault | undefined {
  const type = fileOf(field).set.typeOf(field)
  if (type === undefined) return undefined
  if (type.kind === 'message')
    return value.kind === 'message' ? literalFault(type, value) : fault(value, field, 'takes a message in braces')
  if (value.kind === 'identifier') return isOf(type, value.text) ? undefined : unknownValue(type, value)
  return inLiteral && value.kind === 'number' ? undefined : fault(value, field, `takes a value of "${type.name}"`)
}

function literalFault(type: Message, {members}: Value): ValueFault | undefined {
  if (!hasFields(type)) return undefined
  const set = new Set<string>()
  for (const member of members) {
    const field = memberField(type, member)
    if (field === null) continue
    const at = {start: member.start, end: member.start + member.name.length}
    if (field === undefined) return {at, message: `Message "${type.name}" has no field "${member.name}".`}
    if (set.has(member.name) && !field.isRepeated) return {at, message: `"${member.name}" is set already.`}
    set.add(member.name)
    const inner = valueFault(field, member.value, true)
    if (inner !== undefined) return inner
  }
  return undefined
}

/** The field that a member sets; null for an extension, which is looked for elsewhere. */
function memberField(type: Message, {name}: Member): Field | null | undefined {
  if (name.startsWith('[')) return null
  // A group is called by the name of its message.
  return type.fields.find(field => (field.group === undefined ? field.name : field.group.name) === name)
}

/** Of most well-known messages only the names are known. */
export function hasFields(type: Message): boolean {
  return type.fields.length > 0 || !fileOf(type).path.startsWith('google/protobuf/')
}

function wholeFault(field: Field, value: Value, [least, most]: readonly [bigint, bigint]): ValueFault | undefined {
  const {text, kind} = value
  if (kind !== 'number' || !/^-?(?:\d+|0[xX][\da-fA-F]+)$/.test(text))
    return fault(value, field, 'takes a whole number')
  const digits = text.replace('-', '')
  const size = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits)
  const number = text.startsWith('-') ? -size : size
  if (number < least || number > most || (least === 0n && text.startsWith('-')))
    return fault(value, field, `takes a whole number from ${least} to ${most}`)
  return undefined
}

function isBool({kind, text}: Value, inLiteral: boolean): boolean {
  if (kind === 'identifier' && (text === 'true' || text === 'false')) return true
  return inLiteral && /^(?:t|f|True|False|0|1)$/.test(text) && kind !== 'string'
}

function isFloat({kind, text}: Value): boolean {
  return kind === 'number' || (kind === 'identifier' && /^(?:inf|infinity|nan)$/i.test(text))
}

function isOf(type: Enum, name: string): boolean {
  // Of well-known enums only the first value is known.
  return type.values.some(value => value.name === name) || isReduced(type)
}

function isReduced(type: Enum): boolean {
  const {path} = fileOf(type)
  return path.startsWith('google/protobuf/') && type.values.length < 2
}

function unknownValue(type: Enum, value: Value): ValueFault {
  const names = type.values.map(({name}) => name)
  return {at: value, message: `Enum "${type.name}" has no value "${value.text}".${didYouMean(value.text, names)}`}
}

function fault(value: Value, field: Field, what: string): ValueFault {
  return {at: value, message: `"${field.name}" ${what}.`}
}
