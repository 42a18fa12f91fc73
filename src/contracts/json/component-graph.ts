import type {ReportFinding} from '../../core/rule.js'
import type {JsonNode, Place} from './node.js'
import {type Reference, referencesIn} from './reference-walk.js'
import type {References} from './references.js'

/** Which components of a document lead to which, as `schemas/Order`, and which are used from outside of `components`. */
export class ComponentGraph {
  /** By the component that something is within; undefined for what is used anyway. */
  readonly #leads = new Map<string | undefined, Set<string>>()

  constructor(private readonly root: JsonNode) {}

  /** Every reference of the document, of its parts and of its extensions. */
  addReferences(references: References): void {
    const parts = [...references.documents.values()].flatMap(part => ('failure' in part ? [] : part))
    const found = [...new Set([this.root.document, ...parts])].flatMap(part => [...referencesIn(part)])
    for (const {node, ref} of [...found, ...referencesInExtensions(this.root)]) {
      const step = references.step(node, ref)
      if ('node' in step) this.lead(this.componentOf(node), this.componentOf(step.node))
    }
  }

  /** One leads to another; undefined is what is outside of `components`. */
  lead(from: string | undefined, to: string | undefined): void {
    if (to === undefined || from === to) return
    const known = this.#leads.get(from)
    if (known) known.add(to)
    else this.#leads.set(from, new Set([to]))
  }

  /** The component that a node is or is within, if it is one of this document. */
  componentOf(node: JsonNode): string | undefined {
    if (node.document !== this.root.document) return undefined
    const [top, section, name] = node.keys
    return top === 'components' && section !== undefined && name !== undefined ? `${section}/${name}` : undefined
  }

  /** Tells of each component that nothing uses; `words` says what the sections hold. */
  reportUnused(words: Readonly<Record<string, string>>, report: ReportFinding<Place>): void {
    const used = this.used()
    for (const section of this.root.get('components')?.children() ?? []) {
      const what = Object.hasOwn(words, section.name) ? words[section.name] : undefined
      if (what === undefined || !section.isObject) continue
      for (const component of section.children())
        if (!component.name.startsWith('x-') && !used.has(`${section.name}/${component.name}`))
          report({node: component, on: 'key'}, `${what} "${component.name}" is not used.`)
    }
  }

  /** What is used from outside, directly or by what is. */
  used(): ReadonlySet<string> {
    const found = new Set<string>()
    const open = [...(this.#leads.get(undefined) ?? [])]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue
      found.add(next)
      open.push(...(this.#leads.get(next) ?? []))
    }
    return found
  }
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
