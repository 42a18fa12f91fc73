import {type JsonKindName, jsonKindsOf, kinds, type Subject} from '../contracts/index.js'
import type {JsonProblem} from '../contracts/json/document.js'
import type {JsonDocument} from '../contracts/json/node.js'
import {MeshError} from '../core/errors.js'
import type {Finding} from '../core/finding.js'
import type {Source} from '../core/source.js'
import {didYouMean} from '../core/suggest.js'
import {shownPath} from '../io/files.js'
import type {Candidate} from './discover.js'
import type {DocumentLoader} from './documents.js'
import {isTemplate} from './is-template.js'

/** The contracts in a file, and what is wrong with its text. */
export interface Recognized {
  /** Undefined when there is nothing in it for mesh. */
  readonly source: Source | undefined
  readonly documents: readonly {readonly kind: JsonKindName; readonly document: JsonDocument}[]
  readonly problems: readonly Finding[]
  /** It is written in the language of a template, whose result alone is YAML. */
  readonly isTemplate?: true
}

const nothing: Recognized = {source: undefined, documents: [], problems: []}

/** Tells by its content what a file is. One that was found and is no contract is empty; one that was named is an error. */
export async function recognize(
  {path, named}: Candidate,
  loader: DocumentLoader,
  subject: Subject = 'contracts',
): Promise<Recognized> {
  const shown = shownPath(path, loader.cwd)
  // Most files of a project are no contracts: a look at the text is a hundred times cheaper than reading it as YAML.
  if (!named && !(await mayBeAsked(path, loader, marks[subject]))) return nothing
  const {documents, problems, source} = await loader.load(path)
  if (subject === 'manifests' && isTemplate(source.text, documents.length > 0)) return {...nothing, isTemplate: true}
  if (named && source.text.trim() === '') throw new MeshError(`"${shown}" is empty.`, 'Name another file.')
  const contracts = documents.flatMap(document => {
    const kind = jsonKindsOf(subject).find(name => kinds[name].matches(document))
    return kind === undefined ? [] : {kind, document}
  })
  const isBroken = documents.length === 0 && problems.length > 0
  if (contracts.length > 0 || (isBroken && (named || meant[subject].test(source.text))))
    return {source, documents: contracts, problems: problems.map(findingOf)}
  if (named) throw subject === 'manifests' ? noManifest(shown) : noContract(shown, documents)
  return nothing
}

/** The finding about a text that is broken as YAML or JSON. */
export function findingOf({kind, message, location, related}: JsonProblem): Finding {
  const severity = kind === 'encoding' ? 'warning' : 'error'
  return {rule: `shared/${kind}`, severity, message, location, ...(related && {related})}
}

/** What one of the kinds has in it, wherever it stands. */
const marks = {
  contracts: /["']?(?:openapi|swagger|asyncapi|topics)["']?\s*:|KafkaTopic/,
  manifests: /["']?(?:apiVersion|_format_version|groups)["']?\s*:/,
} as const satisfies Record<Subject, RegExp>

async function mayBeAsked(path: string, loader: DocumentLoader, mark: RegExp): Promise<boolean> {
  try {
    // Read once: a contract is asked for again at once.
    const {text} = await loader.look(path)
    const may = mark.test(text)
    if (!may) loader.forget(path)
    return may
  } catch (error) {
    // Binary, gone in the meantime, or not ours to read: no contract that anybody named.
    if (error instanceof MeshError) return false
    throw error
  }
}

/** A text that cannot be read but was meant as one. */
const meant = {
  contracts: /^(?:\s*\{\s*)?["']?(?:openapi|swagger|asyncapi)["']?\s*:/m,
  manifests: /^(?:\s*\{\s*)?["']?(?:apiVersion|_format_version)["']?\s*:/m,
} as const satisfies Record<Subject, RegExp>

function noManifest(shown: string): MeshError {
  return new MeshError(
    `"${shown}" is no manifest: it has neither "apiVersion" and "kind", nor "_format_version" of Kong, nor "groups" of Prometheus.`,
    'Contracts are judged by "mesh lint contracts".',
  )
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
