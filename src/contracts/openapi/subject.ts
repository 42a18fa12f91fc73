import type {JsonNode, Response} from './model.js'

/** What a message about a schema is about: `Schema "Meta"` and, inside of it, `requestId`. */
export interface Subject {
  readonly title: string
  /** The way through properties and items, such as `errors[].code`; empty for the schema itself. */
  readonly path: string
  /** Defined once and used from many places. */
  readonly shared: boolean
}

/** Names a place inside of a body by where it is written: what operations share is called by its own name. */
export function subjectOf(node: JsonNode, response: Pick<Response, 'title' | 'node'>): Subject {
  const keys = node.keys
  const start = keys.findLastIndex((key, index) => (key === 'schemas' && index === 1) || key === '$defs')
  if (start !== -1 && keys.length > start + 1)
    return {title: `Schema "${keys[start + 1]}"`, path: wayOf(keys.slice(start + 2)), shared: true}
  const schema = keys.findIndex((key, index) => key === 'schema' && keys[index - 2] === 'content')
  const path = wayOf(keys.slice(schema + 1))
  if (node.document !== response.node.document && schema === -1)
    return {title: `File "${node.document.source.path}"`, path, shared: true}
  return {title: response.title, path, shared: false}
}

/** The way through properties and items that keys describe: `errors[].code`. */
export function wayOf(keys: readonly (string | number)[]): string {
  let way = ''
  for (let index = 0; index < keys.length; index++)
    if (keys[index] === 'properties' && index + 1 < keys.length) way += `${way === '' ? '' : '.'}${keys[++index]}`
    else if (keys[index] === 'items') way += '[]'
  return way
}
