import {parse} from 'graphql/language/parser.js'
import {Lines, type Location, type Source} from '../../core/source.js'
import {Client} from './client.js'
import {GraphqlFile} from './file.js'
import {groupsOf, nearest} from './grouping.js'
import type {Language} from './language.js'
import type {GraphqlContract, Place} from './model.js'
import {deprecatedUses, validateOperations} from './operations.js'
import {judgeRequest} from './request.js'
import {GraphqlSchema} from './schema.js'
import {validateGraphql} from './validation.js'
import {valueProblems} from './values.js'

/** Reads GraphQL files that may belong together; each is a contract of its own and knows the schema it belongs to. */
export async function readGraphql(sources: readonly Source[]): Promise<GraphqlContract[]> {
  const files = sources.map(source => new GraphqlFile(source))
  const groups = groupsOf(files.filter(({isSchema}) => isSchema))
  const schemas: GraphqlSchema[] = []
  const language = await languageFor(files)
  for (const group of groups) {
    const schema = new GraphqlSchema(group, schemas, language)
    schemas.push(schema)
    // One that is a part of several is judged as a part of the first.
    for (const file of group) file.schema ??= schema
  }
  for (const [schema, asking] of clientsOf(files)) {
    const client = new Client(asking, schema, language)
    for (const file of asking) {
      file.client = client
      file.schema = schema
    }
  }
  const byPath = new Map(files.map(file => [file.source.path, file]))
  const paths = new Set(byPath.keys())
  for (const file of files) file.paths = paths
  return files.map(file => contractOf(file, byPath))
}

/** The files with operations by the schema that they ask: the one that they stand in or the nearest, if it is one. */
function clientsOf(files: readonly GraphqlFile[]): ReadonlyMap<GraphqlSchema | undefined, GraphqlFile[]> {
  const clients = new Map<GraphqlSchema | undefined, GraphqlFile[]>()
  const defining = files.filter(({isSchema}) => isSchema)
  for (const file of files) {
    if (file.operations.length + file.fragments.length === 0) continue
    const near = file.isSchema ? [file] : nearest(file, defining)
    const [first, ...others] = new Set(near.map(each => each.schema))
    const schema = others.length === 0 && !isPartOfGraph(first) ? first : undefined
    const known = clients.get(schema)
    if (known) known.push(file)
    else clients.set(schema, [file])
  }
  return clients
}

/** Clients ask the graph of all subgraphs, not one of them. */
function isPartOfGraph(schema: GraphqlSchema | undefined): boolean {
  return (
    (schema?.federation.version ?? 0) > 0 &&
    schema?.all.some(other => other !== schema && other.federation.version > 0) === true
  )
}

async function languageFor(files: readonly GraphqlFile[]): Promise<Language> {
  const isFederated = files.some(({source}) => /@key|\/federation\/v\d/.test(source.text))
  const compose = isFederated ? (await import('./composition.js')).compose : () => []
  return {
    validate: validateGraphql,
    validateOperations,
    deprecatedUses,
    valueProblems,
    judgeRequest,
    compose,
    selection(text) {
      try {
        const [operation] = parse(`{${text}}`, {noLocation: true}).definitions
        return operation?.kind === 'OperationDefinition' ? operation.selectionSet : undefined
      } catch {
        return undefined
      }
    },
  }
}

function contractOf(file: GraphqlFile, byPath: ReadonlyMap<string, GraphqlFile>): GraphqlContract {
  return {
    kind: 'graphql',
    source: file.source,
    document: file,
    locate,
    exemption(place, rule) {
      // What a rule tells about a schema may be in another file of it.
      const {path, start, end} = offsetsOf(place)
      return byPath.get(path)?.exemptions.of(rule, start, end)
    },
  }
}

/** Line and column of a place, which may be in another file. */
function locate(place: Place): Location {
  const {path, text, start, end} = offsetsOf(place)
  const known = linesOf(text, path)
  return {path, start: known.position(start), end: known.position(end)}
}

interface Offsets {
  readonly path: string
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Where a place begins and ends: a definition with a name is shown at its name, everything else whole. */
function offsetsOf(place: Place): Offsets {
  if ('source' in place) return {path: place.source.path, text: place.source.text, start: place.start, end: place.end}
  const {loc} = place
  // Every node of a file has its place: the parser of files keeps them.
  if (loc === undefined) throw new Error(`A node of kind "${place.kind}" has no place.`)
  const {name: path, body: text} = loc.source
  const name = 'name' in place && place.kind !== 'Variable' ? place.name?.loc : undefined
  const shown = name ?? (place.kind === 'OperationDefinition' ? keywordOf(place.loc) : undefined) ?? loc
  return {path, text, start: place.kind === 'Directive' ? loc.start : shown.start, end: shown.end}
}

/** An operation without a name is shown at its first word, or its brace. */
function keywordOf(loc: {readonly startToken: {readonly start: number; readonly end: number}} | undefined) {
  return loc?.startToken
}

let last: {readonly text: string; readonly path: string; readonly lines: Lines} | undefined

/** Findings come file by file: the last one is remembered. */
function linesOf(text: string, path: string): Lines {
  if (last?.text !== text || last.path !== path) last = {text, path, lines: new Lines(text)}
  return last.lines
}
