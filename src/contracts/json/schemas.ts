import type {JsonNode} from './node.js'

const single = [
  'items',
  'additionalProperties',
  'additionalItems',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
]
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items']
const named = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']

/** The keywords in their order, with what their value has to be. One of them may be in two ways what it is. */
const keywords = [
  ...single.map(name => ({name, isArray: false, isSchema: true})),
  ...lists.map(name => ({name, isArray: true, isSchema: false})),
  ...named.map(name => ({name, isArray: false, isSchema: false})),
]
const isKeyword: ReadonlySet<string> = new Set(keywords.map(({name}) => name))

/** Schemas directly within a schema. */
export function subschemasOf(schema: JsonNode): JsonNode[] {
  const found: JsonNode[] = []
  // Most schemas have three keywords, and none of these.
  if (!schema.isObject || !Object.keys(schema.value as object).some(name => isKeyword.has(name))) return found
  for (const {name, isArray, isSchema} of keywords) {
    const node = schema.get(name)
    if (!node || !(isArray ? node.isArray : node.isObject)) continue
    if (isSchema) found.push(node)
    else for (const child of node.children()) found.push(child)
  }
  return found
}

/**
 * All schema objects that can be reached from some, each once and where it is defined; references are followed. What is
 * in `seen` is left out, and what is found is put into it.
 */
export function reachableSchemas(
  roots: Iterable<JsonNode>,
  follow: (node: JsonNode, ref: string) => JsonNode | undefined,
  seen = new Set<unknown>(),
): JsonNode[] {
  const found: JsonNode[] = []
  const open = [...roots].reverse()
  for (let node = open.pop(); node; node = open.pop()) {
    if (!node.isObject || seen.has(node.value)) continue
    seen.add(node.value)
    const {ref} = node
    if (ref !== undefined) {
      const target = follow(node, ref)
      if (target) open.push(target)
    }
    // A bare reference is no schema of its own.
    if (ref === undefined || Object.keys(node.value as object).length > 1) found.push(node)
    open.push(...subschemasOf(node).reverse())
  }
  return found
}

const maps: ReadonlySet<unknown> = new Set([...named, 'schemas'])

/** Within a `not`, which says what a value is not. */
export function isNegated(schema: JsonNode): boolean {
  for (let node: JsonNode | undefined = schema; node; node = node.parent)
    if (node.key === 'not' && !maps.has(node.parent?.key)) return true
  return false
}
