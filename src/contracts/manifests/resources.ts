import type {JsonNode} from '../json/node.js'
import type {Resource} from './model.js'

/** The resources of a document: itself, or what it lists. */
export function resourcesIn(root: JsonNode): readonly Resource[] {
  const kind = root.get('kind')?.text
  if (kind === undefined || root.get('apiVersion')?.text === undefined) return []
  const items = root.get('items')
  if (/List$/.test(kind) && items?.isArray) return items.children().flatMap(resourcesIn)
  return [resourceOf(root, kind)]
}

function resourceOf(node: JsonNode, kind: string): Resource {
  const [group = '', version] = (node.get('apiVersion')?.text ?? '').split('/')
  const named = node.at('metadata', 'name') ?? node.at('metadata', 'generateName')
  const name = named?.shown ?? ''
  return {
    kind,
    group: version === undefined ? '' : group,
    name,
    namespace: node.at('metadata', 'namespace')?.text ?? 'default',
    title: `${kind} "${name}"`,
    node,
    at: named ?? node.get('kind') ?? node,
    member: (...keys) => node.at(...keys),
  }
}
