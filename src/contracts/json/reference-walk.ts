import type {JsonDocument, JsonNode} from './node.js'

/** Members whose value is an example or a value, never a description: a `$ref` in there is data. */
const literals = new Set(['example', 'default', 'enum', 'const', 'value', 'dataValue', 'serializedValue'])

/** Members that map names to descriptions: a property may be called `default` and refer to a schema all the same. */
const maps = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'definitions',
  'schemas',
  'responses',
  'parameters',
  'examples',
  'requestBodies',
  'headers',
  'securitySchemes',
  'links',
  'callbacks',
  'pathItems',
  'mediaTypes',
  'paths',
  'webhooks',
  'content',
  'encoding',
  'channels',
  'messages',
  'operations',
  'servers',
])

/** A node with a `$ref`, and its text. */
export interface Reference {
  readonly node: JsonNode
  readonly ref: string
}

const references = new WeakMap<JsonDocument, readonly Reference[]>()

/** Every reference of a document, in order: not those in examples, values and extensions, which are data. */
export function referencesIn(document: JsonDocument): readonly Reference[] {
  let known = references.get(document)
  if (!known) {
    const found: Reference[] = []
    walk(document.root, node => {
      const {ref} = node
      if (ref !== undefined) found.push({node, ref})
    })
    known = found
    references.set(document, known)
  }
  return known
}

const identifiers = new WeakMap<JsonDocument, ReadonlyMap<string, JsonNode>>()

/** Schemas of a document that have a name of their own: by the text of their `$id`, and by `#` and their `$anchor`. */
export function identifiersOf(document: JsonDocument): ReadonlyMap<string, JsonNode> {
  let known = identifiers.get(document)
  if (!known) {
    const named = new Map<string, JsonNode>()
    // The text tells faster than a walk that there are none, which is nearly always so.
    if (/\$(?:id|anchor|dynamicAnchor)\b/.test(document.source.text))
      walk(document.root, node => {
        const id = node.get('$id')?.text
        const anchor = (node.get('$anchor') ?? node.get('$dynamicAnchor'))?.text
        if (id !== undefined && !named.has(id)) named.set(id, node)
        if (anchor !== undefined && !named.has(`#${anchor}`)) named.set(`#${anchor}`, node)
      })
    known = named
    identifiers.set(document, known)
  }
  return known
}

/**
 * Visits every object of a description: not those in examples, values and extensions, which are data. Iterative, so
 * that a deep document does not end the process.
 */
export function walk(root: JsonNode, visit: (node: JsonNode) => void): void {
  const open: {node: JsonNode; isMap: boolean}[] = [{node: root, isMap: false}]
  // An alias is one object at several places; its references are found at the first.
  const seen = new Set<unknown>()
  for (let next = open.pop(); next; next = open.pop()) {
    const {node, isMap} = next
    if (seen.has(node.value)) continue
    seen.add(node.value)
    if (node.isObject) visit(node)
    const children = node.children()
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index]
      if (child === undefined || typeof child.value !== 'object' || child.value === null) continue
      const isKeyword = !isMap && node.isObject
      if (isKeyword && (literals.has(child.name) || child.name.startsWith('x-'))) continue
      // JSON Schema's `examples` is a list of values, OpenAPI's a map of descriptions.
      if (isKeyword && child.name === 'examples' && child.isArray) continue
      open.push({node: child, isMap: isKeyword && child.isObject && maps.has(child.name)})
    }
  }
}
