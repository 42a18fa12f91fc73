import {type JsonKindName, jsonKindNames, kinds} from '../contracts/index.js'
import type {JsonProblem} from '../contracts/json/document.js'
import type {JsonDocument} from '../contracts/json/node.js'
import {MeshError} from '../core/errors.js'
import type {Finding} from '../core/finding.js'
import type {Source} from '../core/source.js'
import {didYouMean} from '../core/suggest.js'
import {shownPath} from '../io/files.js'
import type {Candidate} from './discover.js'
import type {DocumentLoader} from './documents.js'

/** The contracts in a file, and what is wrong with its text. */
export interface Recognized {
  /** Undefined when there is nothing in it for mesh. */
  readonly source: Source | undefined
  readonly documents: readonly {readonly kind: JsonKindName; readonly document: JsonDocument}[]
  readonly problems: readonly Finding[]
}

const nothing: Recognized = {source: undefined, documents: [], problems: []}

/** Tells by its content what a file is. One that was found and is no contract is empty; one that was named is an error. */
export async function recognize({path, named}: Candidate, loader: DocumentLoader): Promise<Recognized> {
  const shown = shownPath(path, loader.cwd)
  // Most files of a project are no contracts: a look at the text is a hundred times cheaper than reading it as YAML.
  if (!named && !(await mayBeContract(path, loader))) return nothing
  const {documents, problems, source} = await loader.load(path)
  if (named && source.text.trim() === '') throw new MeshError(`"${shown}" is empty.`, 'Name a contract.')
  const contracts = documents.flatMap(document => {
    const kind = jsonKindNames.find(name => kinds[name].matches(document))
    return kind === undefined ? [] : {kind, document}
  })
  const isBroken = documents.length === 0 && problems.length > 0
  if (contracts.length > 0 || (isBroken && (named || saysContract(source.text))))
    return {source, documents: contracts, problems: problems.map(findingOf)}
  if (named) throw noContract(shown, documents)
  return nothing
}

/** The finding about a text that is broken as YAML or JSON. */
export function findingOf({kind, message, location, related}: JsonProblem): Finding {
  const severity = kind === 'encoding' ? 'warning' : 'error'
  return {rule: `shared/${kind}`, severity, message, location, ...(related && {related})}
}

/** What one of the kinds has in it, wherever it stands. */
const mark = /["']?(?:openapi|swagger|asyncapi|topics)["']?\s*:|KafkaTopic/

async function mayBeContract(path: string, loader: DocumentLoader): Promise<boolean> {
  try {
    // Read once: a contract is asked for again at once.
    loader.readAhead(path)
    const {text} = await loader.loadSource(path)
    const may = mark.test(text)
    if (!may) loader.forget(path)
    return may
  } catch (error) {
    // Binary, gone in the meantime, or not ours to read: no contract that anybody named.
    if (error instanceof MeshError) return false
    throw error
  }
}

/** A text that cannot be read but was meant as a contract. */
function saysContract(text: string): boolean {
  return /^(?:\s*\{\s*)?["']?(?:openapi|swagger|asyncapi)["']?\s*:/m.test(text)
}

function noContract(shown: string, documents: readonly JsonDocument[]): MeshError {
  const keys = documents.flatMap(({root}) => (root.isObject ? root.children().map(({name}) => name) : []))
  // The answer to an introspection query, with and without what GraphQL puts around it.
  if (documents.some(({root}) => (root.get('data') ?? root).get('__schema') !== undefined))
    return new MeshError(
      `"${shown}" is an introspected GraphQL schema in JSON, in which nothing has a place to point at.`,
      'Print the schema in its own language, as "printSchema" of the library "graphql" does, and name that file.',
    )
  const known = ['openapi', 'swagger', 'asyncapi']
  const misspelt = keys.map(key => didYouMean(key, known)).find(suggestion => suggestion !== '') ?? ''
  return new MeshError(
    `"${shown}" is not a contract: it has no "openapi" or "asyncapi" at its top.${misspelt}`,
    'A file that is only a part of a contract is judged with the contract that refers to it.',
  )
}
