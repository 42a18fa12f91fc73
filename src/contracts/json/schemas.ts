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

/** Schemas directly within a schema. */
export function subschemasOf(schema: JsonNode): JsonNode[] {
  const found: JsonNode[] = []
  for (const keyword of single) {
    const node = schema.get(keyword)
    if (node?.isObject) found.push(node)
  }
  for (const keyword of lists) {
    const node = schema.get(keyword)
    if (node?.isArray) found.push(...node.children())
  }
  for (const keyword of named) {
    const node = schema.get(keyword)
    if (node?.isObject) found.push(...node.children())
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
