import type {Finding} from '../core/finding.js'
import type {AnyContract} from '../core/rule.js'
import type {JsonDocument} from './json/node.js'
import type {Documents} from './json/references.js'
import type {OpenApiContract} from './openapi/model.js'

/** What a reader needs beside the document. */
export interface ReadContext {
  /** What the references to other files lead to. */
  readonly documents: Documents
  /** `lint.exemptPaths`: path templates, in which `*` stands for any text. */
  readonly exemptPaths: readonly string[]
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
} satisfies Record<string, JsonKind>

export type Kind = keyof typeof kinds

export const kindNames = Object.keys(kinds) as readonly Kind[]
