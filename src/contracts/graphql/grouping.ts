import type {GraphqlFile} from './file.js'
import {isExtension} from './nodes.js'

/** Files that define one schema together, in the order of their paths. */
export type Group = readonly GraphqlFile[]

/**
 * Finds out which files define a schema together. Nothing in GraphQL says so: a repository may have one schema in many
 * files, and many schemas. Files belong together when one uses what another one defines; where several define it, the
 * nearest is meant. Files that need nothing and that nobody needs belong to the schema that is nearest above them.
 */
export function groupsOf(files: readonly GraphqlFile[]): readonly Group[] {
  const sets = new Union(files)
  const definers = definersOf(files)
  for (const file of files) {
    const own = namesIn(file)
    const wanted = new Set<string>()
    for (const {name, as} of file.references)
      if (!own.has(name) && !(as === 'base' && isSubgraph(file))) wanted.add(name)
    for (const name of wanted)
      for (const other of nearest(file, definers.get(name) ?? [])) if (isRoom(sets, file, other)) sets.join(file, other)
  }
  adoptOrphans(files, sets)
  return sets.groups()
}

/** Two files that both define the root of a federated graph are subgraphs of it, and never one schema. */
function isRoom(sets: Union, file: GraphqlFile, other: GraphqlFile): boolean {
  const subgraphs = [...sets.of(file), ...sets.of(other)].filter(isSubgraph)
  return sets.of(file) === sets.of(other) || subgraphs.length < 2
}

/** Whether a file alone says that it is a subgraph: by its link to the specification of federation. */
function isSubgraph({schemas}: GraphqlFile): boolean {
  return schemas.some(({directives}) =>
    directives?.some(each =>
      each.arguments?.some(({value}) => value.kind === 'StringValue' && /\/federation\/v\d/.test(value.value)),
    ),
  )
}

/** A file that has the beginning of a schema. */
function isRooted(file: GraphqlFile): boolean {
  return (
    file.schemas.some(({kind}) => kind === 'SchemaDefinition') ||
    isSubgraph(file) ||
    file.types.some(type => type.name.value === 'Query' && type.kind === 'ObjectTypeDefinition')
  )
}

function adoptOrphans(files: readonly GraphqlFile[], sets: Union): void {
  const rooted = files.filter(file => sets.of(file).some(isRooted))
  for (const file of files) {
    if (sets.of(file).some(isRooted)) continue
    const above = nearest(
      file,
      rooted.filter(other => isAbove(other, file)),
    )
    // Between several schemas of one folder nobody can tell.
    const [only, ...others] = new Set(above.map(each => sets.of(each)))
    const adopter = others.length === 0 ? only?.[0] : undefined
    if (adopter !== undefined && !conflict(sets.of(file), sets.of(adopter))) sets.join(file, adopter)
  }
}

/** Files that define the same type are two versions of something, not two parts. */
function conflict(some: Group, others: Group): boolean {
  const names = new Set(others.flatMap(each => [...namesIn(each)]))
  return some.some(each => [...namesIn(each)].some(name => names.has(name)))
}

/** What a file defines, directives with `@`. */
function namesIn({types, directives}: GraphqlFile): Set<string> {
  return new Set([
    ...types.filter(type => !isExtension(type)).map(({name}) => name.value),
    ...directives.map(({name}) => `@${name.value}`),
  ])
}

function definersOf(files: readonly GraphqlFile[]): Map<string, GraphqlFile[]> {
  const found = new Map<string, GraphqlFile[]>()
  for (const file of files)
    for (const name of namesIn(file)) {
      const known = found.get(name)
      if (known) known.push(file)
      else found.set(name, [file])
    }
  return found
}

/** Those of the files that share the most folders with a file; of those the ones that are the least deep. */
export function nearest(file: GraphqlFile, others: readonly GraphqlFile[]): readonly GraphqlFile[] {
  let best: GraphqlFile[] = []
  let least = Number.POSITIVE_INFINITY
  for (const other of others) {
    const far = distance(file.source.path, other.source.path)
    if (far < least) best = []
    if (far <= least) {
      least = far
      best.push(other)
    }
  }
  return best
}

/** How many folders one has to leave, which counts most, and to enter on the way from one file to another. */
function distance(path: string, other: string): number {
  const from = path.split('/')
  const to = other.split('/')
  let shared = 0
  while (shared < from.length - 1 && shared < to.length - 1 && from[shared] === to[shared]) shared++
  return (from.length - 1 - shared) * 1000 + (to.length - 1 - shared)
}

function isAbove(other: GraphqlFile, file: GraphqlFile): boolean {
  const folder = other.source.path.slice(0, other.source.path.lastIndexOf('/') + 1)
  return file.source.path.startsWith(folder)
}

/** Disjoint sets of files. */
class Union {
  readonly #sets: Map<GraphqlFile, GraphqlFile[]>

  constructor(readonly files: readonly GraphqlFile[]) {
    this.#sets = new Map(files.map(file => [file, [file]]))
  }

  of(file: GraphqlFile): readonly GraphqlFile[] {
    return this.#sets.get(file) ?? []
  }

  join(a: GraphqlFile, b: GraphqlFile): void {
    const one = this.#sets.get(a)
    const other = this.#sets.get(b)
    if (one === undefined || other === undefined || one === other) return
    const [small, large] = one.length < other.length ? [one, other] : [other, one]
    for (const file of small) {
      large.push(file)
      this.#sets.set(file, large)
    }
  }

  groups(): Group[] {
    const order = new Map(this.files.map((file, index) => [file, index]))
    return [...new Set(this.#sets.values())].map(set =>
      [...set].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
    )
  }
}
