import {ComponentGraph} from '../json/component-graph.js'
import {nodeAt, targetOf} from '../json/references.js'
import type {OpenApi} from './model.js'

/** Which components lead to which, by references, discriminators and the names of security schemes. */
export function componentGraph(document: OpenApi): ComponentGraph {
  const {root, references} = document
  const graph = new ComponentGraph(root)
  graph.addReferences(references)
  for (const schema of document.schemas) {
    const from = graph.componentOf(schema)
    const fallback = schema.at('discriminator', 'defaultMapping')
    const mapping = schema.at('discriminator', 'mapping')?.children() ?? []
    for (const entry of fallback ? [...mapping, fallback] : mapping) {
      if (entry.text === undefined) continue
      const {path, fragment} = targetOf(entry, entry.text)
      const isHere = path === root.document.source.path && fragment.startsWith('/')
      const target = root.at('components', 'schemas', entry.text) ?? (isHere ? nodeAt(root, fragment) : undefined)
      if (target) graph.lead(from, graph.componentOf(target))
    }
    // What builds on a schema with a discriminator is one of its alternatives, though nothing refers to it.
    for (const base of schema.get('allOf')?.children() ?? []) {
      const target = document.resolve(base)
      if (target && document.view(target).keyword('discriminator').length > 0)
        graph.lead(graph.componentOf(target), from)
    }
  }
  const requirements = [...document.operations, ...document.outgoing].flatMap(each => each.securityRequirements)
  const shared = (root.get('security')?.children() ?? []).flatMap(node => node.children().map(({name}) => name))
  // From 3.2 on a requirement may name the address of a scheme.
  for (const name of [...shared, ...requirements.flatMap(({schemes}) => schemes)])
    graph.lead(undefined, `securitySchemes/${name.replace(/^#\/components\/securitySchemes\//, '')}`)
  return graph
}
