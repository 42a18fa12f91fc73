import type {JsonNode} from './node.js'

/** What a message about a schema is about: `Schema "Meta"` and, inside of it, `requestId`. */
export interface Subject {
  readonly title: string
  /** The way through properties and items, such as `errors[].code`; empty for the schema itself. */
  readonly path: string
  /** Defined once and used from many places. */
  readonly shared: boolean
}

/** Names by the object that they were given to: an anchor of YAML is the same object wherever an alias uses it. */
const given = new WeakMap<object, Subject>()

/** Names a place inside of a body by where it is written: what operations share is called by its own name. */
export function subjectOf(node: JsonNode, owner: {readonly title: string; readonly node: JsonNode}): Subject {
  const subject = freshSubject(node, owner)
  const holder = isObject(node.value) ? node.value : node.parent?.value
  if (subject.shared || !isObject(holder)) return subject
  const first = given.get(holder)
  if (first === undefined) given.set(holder, subject)
  return first === undefined || first.title === subject.title ? subject : {...subject, ...first, shared: true}
}

function freshSubject(node: JsonNode, owner: {readonly title: string; readonly node: JsonNode}): Subject {
  const keys = node.keys
  const start = keys.findLastIndex((key, index) => (key === 'schemas' && index === 1) || key === '$defs')
  if (start !== -1 && keys.length > start + 1)
    return {title: `Schema "${keys[start + 1]}"`, path: wayOf(keys.slice(start + 2)), shared: true}
  const schema = keys.findIndex((key, index) => key === 'schema' && keys[index - 2] === 'content')
  const path = wayOf(keys.slice(schema + 1))
  if (schema !== -1) return {title: owner.title, path, shared: false}
  const inside = node.document === owner.node.document && owner.node.keys.every((key, at) => keys[at] === key)
  if (inside) return {title: owner.title, path, shared: false}
  const inner = keys.findIndex(key => keywords.has(key))
  const name = inner === -1 ? keys.at(-1) : keys[inner - 1]
  const title = name === undefined ? `File "${node.document.source.path}"` : `Schema "${name}"`
  return {title, path, shared: true}
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Where the inside of a schema begins. */
const keywords: ReadonlySet<string | number> = new Set(['properties', 'items', 'required', 'allOf', 'oneOf', 'anyOf'])

/** The way through properties and items that keys describe: `errors[].code`. */
export function wayOf(keys: readonly (string | number)[]): string {
  let way = ''
  for (let index = 0; index < keys.length; index++)
    if (keys[index] === 'properties' && index + 1 < keys.length) way += `${way === '' ? '' : '.'}${keys[++index]}`
    else if (keys[index] === 'items') way += '[]'
  return way
}
