import type {GraphqlFile} from './file.js'
import {directiveOf, isExtension} from './nodes.js'

/** Files that define one schema together, in the order of their paths. */
export type Group = readonly GraphqlFile[]

/**
 * Finds out which files define a schema together. Nothing in GraphQL says so: a repository may have one schema in many
 * files, and many schemas. Files belong together when one uses what another one defines; where several define it, the
 * nearest is meant. Two files that each begin a schema stay apart, unless they use each other in one folder; what stands
 * beside both of them is a part of both. Files that need nothing and that nobody needs belong to the schema that is
 * nearest above them.
 */
export function groupsOf(files: readonly GraphqlFile[]): readonly Group[] {
  const sets = new Union(files)
  const needs = needsOf(files)
  const refused: Need[] = []
  for (const need of needs) {
    if (isRoom(sets, need)) sets.join(need.file, need.other)
    else refused.push(need)
  }
  adoptOrphans(files, sets)
  return sets.groups(sharedBy(refused, needs, sets))
}

/** A file that uses what another one defines. */
interface Need {
  readonly file: GraphqlFile
  readonly other: GraphqlFile
  readonly distance: number
}

/** What files use of others, the nearest first. */
function needsOf(files: readonly GraphqlFile[]): readonly Need[] {
  const definers = definersOf(files)
  const needs: Need[] = []
  for (const file of files) {
    const own = new Set([...namesIn(file), ...entitiesOfOthers(file)])
    const wanted = new Set<string>()
    for (const {name, as} of file.references)
      if (
        !own.has(name) &&
        !ofLanguage.has(name) &&
        !(as === 'base' && (isSubgraph(file) || (roots.has(name) && usesKeys(file))))
      )
        wanted.add(name)
    for (const {target} of file.imports) {
      const other = files.find(({source}) => source.path === target)
      if (other !== undefined) needs.push({file, other, distance: 0})
    }
    for (const name of wanted) {
      const near = nearest(file, definers.get(name) ?? [])
      const [first] = near
      if (first === undefined) continue
      const far = distance(file.source.path, first.source.path)
      // Of several in other folders nobody can tell which is meant.
      if (near.length === 1 || far < leaving) for (const other of near) needs.push({file, other, distance: far})
    }
  }
  return needs.sort((a, b) => a.distance - b.distance)
}

/** Names that nobody has to define, though dumps of a schema do. */
const ofLanguage: ReadonlySet<string> = new Set(
  'Int Float String Boolean ID @skip @include @deprecated @specifiedBy @oneOf'.split(' '),
)

const roots: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription'])

/** Whether two files may be parts of one schema. */
function isRoom(sets: Union, {file, other, distance: far}: Need): boolean {
  const ours = sets.of(file)
  const theirs = sets.of(other)
  if (ours === theirs) return true
  if ([...ours, ...theirs].filter(isSubgraph).length > 1) return false
  return far === 0 || !(ours.some(isRooted) && theirs.some(isRooted))
}

/** Files that are a part of one schema and of others as well: they do not stand where the schema begins. */
function sharedBy(refused: readonly Need[], needs: readonly Need[], sets: Union): ReadonlyMap<Group, Set<GraphqlFile>> {
  const shared = new Map<Group, Set<GraphqlFile>>()
  for (const {file, other} of refused) {
    const theirs = sets.of(other)
    const folders = theirs.filter(isRooted).map(folderOf)
    const closure = neededBy(other, needs)
    if (closure.some(each => folders.some(folder => each.source.path.startsWith(folder)))) continue
    const ours = sets.of(file)
    if (conflict(closure, ours)) continue
    const known = shared.get(ours) ?? new Set()
    for (const each of closure) known.add(each)
    shared.set(ours, known)
  }
  return shared
}

/** A file with all that it needs, and that they need. */
function neededBy(file: GraphqlFile, needs: readonly Need[]): readonly GraphqlFile[] {
  const found = new Set([file])
  for (const each of found) for (const need of needs) if (need.file === each) found.add(need.other)
  return [...found]
}

/** Whether a file alone says that it is a subgraph: by its link to the specification of federation. */
function isSubgraph({schemas}: GraphqlFile): boolean {
  return schemas.some(({directives}) =>
    directives?.some(each =>
      each.arguments?.some(({value}) => value.kind === 'StringValue' && /\/federation\/v\d/.test(value.value)),
    ),
  )
}

/** Whether a file uses the directive by which subgraphs of either version say what others may refer to. */
function usesKeys({references, directives}: GraphqlFile): boolean {
  return (
    references.some(({name, as}) => as === 'directive' && name === '@key') &&
    !directives.some(({name}) => name.value === 'key')
  )
}

/** Types that belong to other subgraphs, and of which a file repeats what it needs. */
function entitiesOfOthers({types}: GraphqlFile): readonly string[] {
  return types.flatMap(type => (isExtension(type) && directiveOf(type, 'key') ? type.name.value : []))
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
  return (from.length - 1 - shared) * leaving + (to.length - 1 - shared)
}

/** From this distance on, one has to leave the folder of the file. */
const leaving = 1000

function isAbove(other: GraphqlFile, file: GraphqlFile): boolean {
  return file.source.path.startsWith(folderOf(other))
}

function folderOf({source: {path}}: GraphqlFile): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
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

  groups(shared: ReadonlyMap<Group, Iterable<GraphqlFile>>): Group[] {
    const order = new Map(this.files.map((file, index) => [file, index]))
    return [...new Set(this.#sets.values())].map(set =>
      [...set, ...(shared.get(set) ?? [])].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
    )
  }
}
