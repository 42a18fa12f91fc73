import {article} from './members.js'
import type {JsonNode} from './node.js'

/** The JSON type of a value; a whole number is an integer, which is a number, too. */
export function typeOfValue(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'bigint') return 'integer'
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
}

/** The types that a schema itself allows, with `null` for `nullable`; undefined when it allows every type. */
export function typesAllowed(schema: JsonNode): readonly string[] | undefined {
  const node = schema.get('type')
  if (!node) return undefined
  const types = node.isArray ? node.children().flatMap(({text}) => text ?? []) : [node.text ?? '']
  if (types.length === 0 || types.includes('')) return undefined
  return schema.get('nullable')?.boolean === true ? [...types, 'null'] : types
}

/** Whether one of some types is that of a value. */
export function fitsTypes(value: unknown, types: readonly string[]): boolean {
  const type = typeOfValue(value)
  return types.includes(type) || (type === 'integer' && types.includes('number'))
}

/** `a string or null`, when the type of a schema forbids a value. */
export function typeProblem(schema: JsonNode, value: unknown): string | undefined {
  const types = typesAllowed(schema)
  return types === undefined || fitsTypes(value, types) ? undefined : typesInWords(types)
}

/** `a string, an integer or null`. */
export function typesInWords(types: readonly string[]): string {
  const words = [...new Set(types)].map(type => (type === 'null' ? type : article(type)))
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
