import {fileOf, isScalar} from './names.js'
import type {Field, Option} from './nodes.js'

type Target = Option['parent']['kind']

interface Feature {
  readonly targets?: ReadonlySet<Target>
  /** The first edition that has it. */
  readonly since: string
}

const on = (...targets: Target[]) => new Set<Target>(['file', ...targets])

const features: ReadonlyMap<string, Feature> = new Map<string, Feature>([
  ['field_presence', {targets: on('field'), since: '2023'}],
  ['enum_type', {targets: on('enum'), since: '2023'}],
  ['repeated_field_encoding', {targets: on('field'), since: '2023'}],
  ['utf8_validation', {targets: on('field'), since: '2023'}],
  ['message_encoding', {targets: on('field'), since: '2023'}],
  ['json_format', {targets: on('message', 'enum'), since: '2023'}],
  ['enforce_naming_style', {since: '2024'}],
  ['default_symbol_visibility', {targets: on(), since: '2024'}],
  ['enforce_proto_limits', {since: '2026'}],
])

const titles: Readonly<Record<Target, string>> = {
  file: 'a file',
  message: 'a message',
  field: 'a field',
  oneof: 'a oneof',
  enum: 'an enum',
  value: 'a value of an enum',
  ranges: 'a range',
  service: 'a service',
  rpc: 'an rpc',
}

/** What is wrong with a feature of an edition at a declaration, as a sentence; undefined when nothing is. */
export function featureFault(name: string, value: string, node: Option['parent'], edition: string): string | undefined {
  const feature = features.get(name)
  if (feature === undefined) return undefined
  const {targets, since} = feature
  if (edition < since) return `Feature "${name}" is there from edition ${since} on.`
  if (targets !== undefined && !targets.has(node.kind)) {
    const places = [...targets].map(target => titles[target]).join(', ')
    return `Feature "${name}" cannot be set on ${titles[node.kind]}; it can on ${places}.`
  }
  return node.kind === 'field' ? fieldFault(name, value, node) : undefined
}

function fieldFault(feature: string, value: string, field: Field): string | undefined {
  const {name, type, keyType, parent, isMap, isRepeated} = field
  const declared = fileOf(field).set.typeOf(field)
  const notAbout = (what: string) => `Feature "${feature}" is about ${what}, which "${name}" is not.`
  switch (feature) {
    case 'field_presence':
      if (isRepeated || parent.kind !== 'message') return notAbout('single fields')
      return value === 'IMPLICIT' && declared?.kind === 'message'
        ? `"${name}" is a message, which is never implicit.`
        : undefined
    case 'utf8_validation':
      return type === 'string' || keyType === 'string'
        ? undefined
        : `Feature "${feature}" is about strings, and "${name}" has none.`
    case 'repeated_field_encoding':
      if (!isRepeated || isMap) return notAbout('repeated fields')
      return value === 'PACKED' && (type === 'string' || type === 'bytes' || declared?.kind === 'message')
        ? `"${name}" cannot be packed: only numbers, booleans and enums can.`
        : undefined
    case 'message_encoding':
      return isMap || isScalar(type) || declared?.kind === 'enum' ? notAbout('messages') : undefined
    default:
      return undefined
  }
}
