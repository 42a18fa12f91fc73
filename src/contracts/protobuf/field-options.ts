import {fileOf, isScalar} from './names.js'
import type {Field, Option} from './nodes.js'
import {type ValueFault, valueFault} from './option-values.js'

/** Whether an option of a field is none of those that messages of options declare. */
export function isOfField({parent, name}: Option): boolean {
  return parent.kind === 'field' && (name === 'default' || name === 'json_name')
}

/** What is wrong with an option of a field for the field that it is on. */
export function fieldOptionFault(option: Option): ValueFault | undefined {
  const {parent: field, name, value} = option
  if (field.kind !== 'field') return undefined
  const at = {start: option.nameStart, end: option.nameEnd}
  switch (name) {
    case 'default':
      return defaultFault(field, option)
    case 'json_name':
      if (value.kind !== 'string') return {at: value, message: '"json_name" takes a string in quotes.'}
      if (field.parent.kind !== 'extend') return undefined
      return {at, message: `Field "${field.name}" of an extension has no JSON name of its own.`}
    case 'packed':
      if (value.text !== 'true' || isPackable(field)) return undefined
      return {at, message: '"packed" is for repeated numbers, bools and enums only.'}
    case 'jstype':
      if (value.text === 'JS_NORMAL' || /64$/.test(field.type)) return undefined
      return {at, message: '"jstype" is for numbers of 64 bits only.'}
    case 'lazy':
      if (value.text !== 'true' || !isScalar(field.type)) return undefined
      return {at, message: '"lazy" is for messages only.'}
    default:
      return undefined
  }
}

function defaultFault(field: Field, {value}: Option): ValueFault | undefined {
  const type = fileOf(field).set.typeOf(field)
  const why = field.isRepeated ? 'it is repeated' : type?.kind === 'message' ? 'it is a message' : undefined
  if (why === undefined) return valueFault(field, value, false)
  return {at: value, message: `Field "${field.name}" cannot have a default: ${why}.`}
}

function isPackable(field: Field): boolean {
  if (field.label !== 'repeated') return false
  if (isScalar(field.type)) return field.type !== 'string' && field.type !== 'bytes'
  return fileOf(field).set.typeOf(field)?.kind !== 'message'
}
