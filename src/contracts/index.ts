import type {AnyContract} from '../core/rule.js'
import type {JsonDocument} from './json/node.js'
import type {Documents} from './json/references.js'

/** What a reader may need beside the document. */
export interface ReadContext {
  readonly documents?: Documents
  readonly exemptPaths?: readonly string[]
}

/** A kind of contract that is written in YAML or JSON. */
export interface JsonKind {
  /** As people call it. */
  readonly title: string
  /** Finds out by the content what a document is. */
  matches(document: JsonDocument): boolean
  read(document: JsonDocument, context: ReadContext): Promise<AnyContract>
}

/** The kinds of contract. Everything about a kind is in the folder of its name. */
export const kinds = {
  openapi: {
    title: 'OpenAPI',
    matches: ({root}) => root.get('openapi') !== undefined || root.get('swagger') !== undefined,
    read: async (document, context) => (await import('./openapi/reader.js')).readOpenApi(document, context),
  },
} satisfies Record<string, JsonKind>

export type Kind = keyof typeof kinds

export const kindNames = Object.keys(kinds) as readonly Kind[]
