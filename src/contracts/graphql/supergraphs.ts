import type {GraphqlSchema} from './schema.js'

/** Subgraphs that a router puts together, in the order in which they were read. */
export type Supergraph = readonly GraphqlSchema[]

/**
 * Finds out which subgraphs a router puts together. Nothing in them says so, and a repository may have several graphs,
 * or one for production and one for tests: a subgraph belongs to those that are the nearest, and for each entity that it
 * knows to the nearest ones that know it, too.
 */
export function supergraphsOf(schemas: readonly GraphqlSchema[]): readonly Supergraph[] {
  const subgraphs = schemas.filter(({federation}) => federation.version > 0).map(subgraphOf)
  const graphOf = new Map(subgraphs.map(each => [each, new Set([each])]))
  const join = (one: Subgraph, other: Subgraph) => {
    const ours = graphOf.get(one)
    const theirs = graphOf.get(other)
    if (ours === undefined || theirs === undefined || ours === theirs) return
    for (const each of theirs) graphOf.set(each, ours.add(each))
  }
  for (const subgraph of subgraphs) {
    const others = subgraphs
      .filter(each => each !== subgraph)
      .map(other => ({other, steps: stepsBetween(subgraph, other)}))
    const joinNearest = (some: typeof others) => {
      const fewest = Math.min(...some.map(({steps}) => steps))
      for (const {other, steps} of some) if (steps === fewest) join(subgraph, other)
    }
    joinNearest(others)
    for (const entity of subgraph.entities) joinNearest(others.filter(({other}) => other.entities.has(entity)))
  }
  return [...new Set(graphOf.values())].map(graph =>
    subgraphs.filter(each => graph.has(each)).map(({schema}) => schema),
  )
}

interface Subgraph {
  readonly schema: GraphqlSchema
  /** Names of the types that have keys. */
  readonly entities: ReadonlySet<string>
  /** Where its files are: the names of the folders on the way. */
  readonly folders: readonly (readonly string[])[]
}

function subgraphOf(schema: GraphqlSchema): Subgraph {
  const {federation, types, files} = schema
  const hasKey = ({directives}: {readonly directives?: readonly {readonly name: {readonly value: string}}[]}) =>
    directives?.some(({name}) => federation.meaning(name.value) === 'key') ?? false
  const entities = [...types.values()].filter(({parts}) => parts.some(hasKey)).map(({name}) => name)
  // What several schemas share stands near to none of them.
  const own = files.filter(file => file.schema === schema)
  const folders = new Set(own.map(({source: {path}}) => path.slice(0, path.lastIndexOf('/') + 1)))
  return {schema, entities: new Set(entities), folders: [...folders].map(folder => folder.split('/').slice(0, -1))}
}

/** Up or down, whichever is more: the samples below a service are farther from it than the service beside it. */
function stepsBetween({folders}: Subgraph, other: Subgraph): number {
  return Math.min(...folders.flatMap(folder => other.folders.map(each => steps(folder, each))))
}

function steps(from: readonly string[], to: readonly string[]): number {
  const parting = from.findIndex((name, index) => name !== to[index])
  const shared = parting === -1 ? from.length : parting
  return Math.max(from.length, to.length) - shared
}
