import {scalarNames} from './names.js'
import type {Field, Option, Value} from './nodes.js'
import {extensionOptions} from './option-lookup.js'

/** A rule of `buf.validate` on a field: `(buf.validate.field).string.min_len = 1` has the path `string`, `min_len`. */
export interface Constraint {
  readonly option: Option
  readonly path: readonly string[]
  readonly value: Value
}

/** The constraints of a field, be they written as names with dots or as messages in messages. */
export function constraintsOf(field: Field): readonly Constraint[] {
  return extensionOptions(field, 'buf.validate.field').flatMap(option => {
    const start = option.name.indexOf(')') + 2
    const path = start > option.name.length ? [] : option.name.slice(start).split('.')
    return leaves(option, path, option.value)
  })
}

function leaves(option: Option, path: readonly string[], value: Value): Constraint[] {
  if (value.kind !== 'message') return [{option, path, value}]
  const inner = value.members.flatMap(member => leaves(option, [...path, member.name], member.value))
  return inner.length > 0 ? inner : [{option, path, value}]
}

/** Well-known messages that have constraints of their own, with the names of those. */
export const constraintFor: ReadonlyMap<string, string> = new Map([
  ['google.protobuf.Any', 'any'],
  ['google.protobuf.BoolValue', 'bool'],
  ['google.protobuf.BytesValue', 'bytes'],
  ['google.protobuf.DoubleValue', 'double'],
  ['google.protobuf.Duration', 'duration'],
  ['google.protobuf.FieldMask', 'field_mask'],
  ['google.protobuf.FloatValue', 'float'],
  ['google.protobuf.Int32Value', 'int32'],
  ['google.protobuf.Int64Value', 'int64'],
  ['google.protobuf.StringValue', 'string'],
  ['google.protobuf.Timestamp', 'timestamp'],
  ['google.protobuf.UInt32Value', 'uint32'],
  ['google.protobuf.UInt64Value', 'uint64'],
])

/** What constraints can be for. */
export const constrainedKinds: ReadonlySet<string> = new Set([
  ...scalarNames,
  ...constraintFor.values(),
  'enum',
  'repeated',
  'map',
])
