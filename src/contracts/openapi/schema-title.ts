import type {JsonNode, OpenApi} from './model.js'
import {methods} from './model.js'
import {wayOf} from './subject.js'

/** The schemas whose keywords count: in 3.0 what stands beside a `$ref` is ignored. */
export function countingSchemas(document: OpenApi): readonly JsonNode[] {
  const {schemas, version} = document
  if (version !== '3.0') return schemas
  const known = counting.get(document) ?? schemas.filter(({ref}) => ref === undefined)
  counting.set(document, known)
  return known
}

/** Many rules go through the same list. */
const counting = new WeakMap<OpenApi, readonly JsonNode[]>()

/**
 * What a message calls a schema, by where it is written: `Schema "Order"`, `Property "lines[].price" of schema
 * "Order"`, `Parameter "limit"`, `The schema of response 200 of "GET /orders"`.
 */
export function schemaTitle(node: JsonNode): string {
  const holder = holderOf(node)
  if (!holder) return 'The schema'
  const {title, path} = holder
  if (path === '') return holder.isSchema ? capitalized(title) : `The schema of ${title}`
  if (path === '[]') return `An item of ${title}`
  return path.endsWith('[]') ? `An item of "${path.slice(0, -2)}" of ${title}` : `Property "${path}" of ${title}`
}

interface Holder {
  /** In the middle of a sentence. */
  readonly title: string
  /** The way from it to the schema through properties and items. */
  readonly path: string
  /** It is a schema by itself or known by one: not something that has one. */
  readonly isSchema: boolean
}

function holderOf(node: JsonNode): Holder | undefined {
  const {keys} = node
  const start = keys.findLastIndex((key, index) => (key === 'schemas' && index === 1) || key === '$defs')
  if (start !== -1 && keys.length > start + 1)
    return {title: `schema "${keys[start + 1]}"`, path: wayOf(keys.slice(start + 2)), isSchema: true}
  const schema = keys.findIndex(
    (key, index) => key === 'schema' && (keys[index - 2] === 'content' || keys[index - 2] !== 'properties'),
  )
  const path = wayOf(keys.slice(schema + 1))
  for (let at = node.parent; at; at = at.parent) {
    const title = titleOfHolder(at)
    if (title !== undefined) return {title, path, isSchema: title.startsWith('parameter')}
  }
  return path === '' ? undefined : {title: `the schema of "${node.document.source.path}"`, path, isSchema: true}
}

function titleOfHolder(node: JsonNode): string | undefined {
  const {parent, keys} = node
  if (parent?.name === 'parameters') {
    const name = node.get('name')?.text
    return name === undefined ? undefined : `parameter "${name}"`
  }
  if (parent?.name === 'headers' && keys.at(-3) !== 'properties') return `header "${node.name}"`
  const [section] = keys
  const known: readonly unknown[] = methods
  const isOperation = (at: number) => (section === 'paths' || section === 'webhooks') && known.includes(keys[at])
  if (keys.length === 5 && isOperation(2) && keys[3] === 'responses')
    return `response ${node.name} of "${operationOf(keys)}"`
  if (keys.length === 4 && isOperation(2) && keys[3] === 'requestBody') return `the body of "${operationOf(keys)}"`
  if (keys.length === 3 && isOperation(2)) return `"${operationOf(keys)}"`
  if (section !== 'components' || keys.length !== 3) return undefined
  if (keys[1] === 'responses') return `response "${node.name}"`
  if (keys[1] === 'mediaTypes') return `media type "${node.name}"`
  return keys[1] === 'requestBodies' ? `request body "${node.name}"` : undefined
}

function operationOf([, path, method]: readonly (string | number)[]): string {
  return `${String(method).toUpperCase()} ${path}`
}

/** A title at the beginning of a sentence. */
function capitalized(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`
}

/** A title in the middle of a sentence. */
export function uncapitalized(title: string): string {
  return `${title.charAt(0).toLowerCase()}${title.slice(1)}`
}
