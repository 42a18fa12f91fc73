import type {Finding} from '../core/finding.js'
import type {AnyContract} from '../core/rule.js'
import type {Source} from '../core/source.js'
import type {AsyncApiContract} from './asyncapi/model.js'
import {isTopicManifest} from './asyncapi/topics.js'
import type {GraphqlContract} from './graphql/model.js'
import type {JsonDocument} from './json/node.js'
import type {Documents} from './json/references.js'
import {isManifest} from './manifests/is-manifest.js'
import type {ManifestsContract} from './manifests/model.js'
import type {OpenApiContract} from './openapi/model.js'
import type {ProtobufContract} from './protobuf/model.js'
import type {Modules} from './protobuf/modules.js'

/** What a reader needs beside the document. */
export interface ReadContext {
  /** What the references to other files lead to. */
  readonly documents: Documents
  /** The other documents of its kind in the workspace; only asked for where one file alone does not tell. */
  readonly neighbours?: () => Promise<readonly Neighbour[]>
  /** `lint.exemptPaths`: path templates, in which `*` stands for any text. */
  readonly exemptPaths: readonly string[]
}

/** A document that a contract does not refer to, and yet may declare what it uses. */
export interface Neighbour {
  readonly document: JsonDocument
  /** What its references lead to. */
  readonly documents: Documents
}

/** What a kind itself says about a contract, before any rule does. */
export interface Checked {
  readonly findings: readonly Finding[]
  /** False when the rules would have nothing to judge, as with an unknown version. */
  readonly judgeable: boolean
  /** The version of the language it is written in. */
  readonly version: string
  readonly title: string | undefined
  readonly operations: number
}

/** A kind of contract that is written in YAML or JSON. */
export interface JsonKind {
  /** As people call it. */
  readonly title: string
  /** Finds out by the content what a document is. */
  matches(document: JsonDocument): boolean
  read(document: JsonDocument, context: ReadContext): Promise<AnyContract>
  /** Whether it is what its kind demands: version, structure, references. `contract` is one that `read` gave. */
  check(contract: AnyContract, context: ReadContext): Promise<Checked>
}

/** The kinds of contract. Everything about a kind is in the folder of its name. */
export const kinds = {
  openapi: {
    title: 'OpenAPI',
    matches: ({root}) => root.get('openapi') !== undefined || root.get('swagger') !== undefined,
    read: async (document, context) => (await import('./openapi/reader.js')).readOpenApi(document, context),
    check: async (contract, context) =>
      // Sound: `read` above made it.
      (await import('./openapi/check.js')).checkOpenApi(contract as OpenApiContract, context),
  },
  asyncapi: {
    title: 'AsyncAPI',
    matches: ({root}) => root.get('asyncapi') !== undefined || isTopicManifest(root),
    read: async (document, context) => (await import('./asyncapi/reader.js')).readAsyncApi(document, context),
    check: async (contract, context) =>
      // Sound: `read` above made it.
      (await import('./asyncapi/check.js')).checkAsyncApi(contract as AsyncApiContract, context),
  },
  manifests: {
    title: 'Kubernetes, Istio, Kong and Prometheus',
    matches: ({root}) => isManifest(root),
    read: async (document, context) => (await import('./manifests/reader.js')).readManifests(document, context),
    check: async contract =>
      // Sound: `read` above made it.
      (await import('./manifests/check.js')).checkManifests(contract as ManifestsContract),
  },
} satisfies Record<string, JsonKind>

export type JsonKindName = keyof typeof kinds

export const jsonKindNames = Object.keys(kinds) as readonly JsonKindName[]

/** What a run is about: contracts, or the files by which services are deployed. */
export type Subject = 'contracts' | 'manifests'

/** The kinds in YAML or JSON that a run is about. */
export function jsonKindsOf(subject: Subject): readonly JsonKindName[] {
  return jsonKindNames.filter(name => (name === 'manifests') === (subject === 'manifests'))
}

/** What is told about a contract beside its findings. */
export type About = Pick<Checked, 'version' | 'title' | 'operations'>

/** A kind of contract in a language of its own. Its files are read together: they use what others declare. */
export interface TextKind {
  /** As people call it. */
  readonly title: string
  /** How the names of its files end, in small letters. */
  readonly extensions: readonly string[]
  /** One contract per file, in their order; `folder` is the absolute one that paths start from, `modules` those of imports. */
  read(sources: readonly Source[], folder: string, modules?: Modules): Promise<readonly AnyContract[]>
  /** The paths of files that it imports and that are not among those it was read with, as it writes them. */
  missing(contract: AnyContract): readonly string[]
  /** Whether something that it uses is not among the files it was read with, and may be in any other one of its kind. */
  isPartial(contract: AnyContract): boolean
  about(contract: AnyContract): About
}

/** The kinds that are recognized by the name of the file. */
export const textKinds = {
  protobuf: {
    title: 'Protocol Buffers',
    extensions: ['.proto'],
    read: async (sources, folder, modules) => {
      const contracts = (await import('./protobuf/reader.js')).readProtobuf(sources, folder, modules)
      await (await import('./protobuf/second-opinion.js')).askProtobufjs(contracts)
      return contracts
    },
    // Sound, also below: `read` above made it.
    missing: contract => {
      const {imports, set} = (contract as ProtobufContract).document
      return imports.filter(each => set.imported(each) === undefined).map(({path}) => path)
    },
    isPartial: () => false,
    about: contract => {
      const {syntax, packageName, rpcs} = (contract as ProtobufContract).document
      return {version: syntax?.value ?? 'proto2', title: packageName || undefined, operations: rpcs.length}
    },
  },
  graphql: {
    title: 'GraphQL',
    extensions: ['.graphql', '.gql', '.graphqls'],
    read: async sources => (await import('./graphql/reader.js')).readGraphql(sources),
    // Sound, also below: `read` above made it.
    missing: contract => (contract as GraphqlContract).document.imports.map(({path}) => path),
    isPartial: contract => (contract as GraphqlContract).document.isPartial,
    about: contract => {
      const {operationCount, language} = (contract as GraphqlContract).document
      return {version: language, title: undefined, operations: operationCount}
    },
  },
} satisfies Record<string, TextKind>

export type TextKindName = keyof typeof textKinds

export const textKindNames = Object.keys(textKinds) as readonly TextKindName[]

export type Kind = JsonKindName | TextKindName

export const kindNames = [...jsonKindNames, ...textKindNames] as const

/** As people call a kind. */
export function titleOf(kind: Kind): string {
  return {...kinds, ...textKinds}[kind].title
}

/** The kind that a file is of by its name, if a name alone tells. */
export function textKindOf(path: string): TextKindName | undefined {
  const name = path.toLowerCase()
  const found = Object.entries(textKinds).find(([, {extensions}]) => extensions.some(each => name.endsWith(each)))
  // Sound: the keys of the table are its names.
  return found?.[0] as TextKindName | undefined
}
