import {type Reference, referencesIn} from '../json/reference-walk.js'
import {nodeAt, targetOf} from '../json/references.js'
import type {JsonNode, OpenApi} from './model.js'

/** The components that something outside of `components` leads to, as `schemas/Order`. */
export function usedComponents(document: OpenApi): ReadonlySet<string> {
  const {root, references} = document
  /** By the component that something is within; undefined for what is used anyway. */
  const leads = new Map<string | undefined, Set<string>>()
  const lead = (from: string | undefined, to: string | undefined) => {
    if (to === undefined || from === to) return
    const known = leads.get(from)
    if (known) known.add(to)
    else leads.set(from, new Set([to]))
  }
  const own = (node: JsonNode) => (node.document === root.document ? componentOf(node) : undefined)
  const parts = [...references.documents.values()].flatMap(part => ('failure' in part ? [] : part))
  const followed: Reference[] = [...new Set([root.document, ...parts])].flatMap(part => [...referencesIn(part)])
  for (const {node, ref} of [...followed, ...referencesInExtensions(root)]) {
    const step = references.step(node, ref)
    if ('node' in step) lead(own(node), own(step.node))
  }
  for (const schema of document.schemas) {
    const from = own(schema)
    const fallback = schema.at('discriminator', 'defaultMapping')
    const mapping = schema.at('discriminator', 'mapping')?.children() ?? []
    for (const entry of fallback ? [...mapping, fallback] : mapping) {
      if (entry.text === undefined) continue
      const {path, fragment} = targetOf(entry, entry.text)
      const isHere = path === root.document.source.path && fragment.startsWith('/')
      const target = root.at('components', 'schemas', entry.text) ?? (isHere ? nodeAt(root, fragment) : undefined)
      if (target) lead(from, own(target))
    }
    // What builds on a schema with a discriminator is one of its alternatives, though nothing refers to it.
    for (const base of schema.get('allOf')?.children() ?? []) {
      const target = document.resolve(base)
      if (target && document.view(target).keyword('discriminator').length > 0) lead(own(target), from)
    }
  }
  const requirements = [...document.operations, ...document.outgoing].flatMap(each => each.securityRequirements)
  const shared = (root.get('security')?.children() ?? []).flatMap(node => node.children().map(({name}) => name))
  for (const name of [...shared, ...requirements.flatMap(({schemes}) => schemes)])
    lead(undefined, `securitySchemes/${name}`)
  return reachable(leads)
}

function componentOf(node: JsonNode): string | undefined {
  const [top, section, name] = node.keys
  return top === 'components' && section !== undefined && name !== undefined ? `${section}/${name}` : undefined
}

function reachable(leads: ReadonlyMap<string | undefined, ReadonlySet<string>>): Set<string> {
  const found = new Set<string>()
  const open = [...(leads.get(undefined) ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue
    found.add(next)
    open.push(...(leads.get(next) ?? []))
  }
  return found
}

/** References in extensions of the document, such as `x-webhooks`: they are data, and use something all the same. */
function referencesInExtensions(root: JsonNode): Reference[] {
  const open = root.children().filter(({name}) => name.startsWith('x-'))
  const found: Reference[] = []
  const seen = new Set<unknown>()
  for (let node = open.pop(); node; node = open.pop()) {
    if (typeof node.value !== 'object' || node.value === null || seen.has(node.value)) continue
    seen.add(node.value)
    const {ref} = node
    if (ref !== undefined) found.push({node, ref})
    open.push(...node.children())
  }
  return found
}
