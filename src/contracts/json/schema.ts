import type {JsonNode} from './node.js'

/** What sees a schema, or several that hold at once, through `$ref` and `allOf`. */
export interface Schemas {
  view(schema: JsonNode | readonly JsonNode[]): SchemaView
}

/**
 * A schema as a reader of the contract takes it: every `$ref` followed, every `allOf` member put in. Keywords that
 * hold only in some cases (`oneOf`, `anyOf`, `if`) are left to `alternatives`.
 */
export interface SchemaView {
  /** The schema objects that hold at once, the outermost first. Empty for a boolean or unreadable schema. */
  readonly parts: readonly JsonNode[]
  /** False when a `$ref` could not be followed: what is missing may be there, so do not report it as missing. */
  readonly complete: boolean
  /** JSON types it allows, without `null`; empty when it does not say. */
  readonly types: readonly string[]
  /** Allows null: `nullable: true` (3.0) or `null` among its types (3.1). */
  readonly nullable: boolean
  readonly properties: ReadonlyMap<string, Property>
  /** Where each required name is listed. */
  readonly required: ReadonlyMap<string, JsonNode>
  /** False when some part forbids properties that are not listed. */
  readonly open: boolean
  /** Schemas of the items of an array, all of which hold at once. */
  readonly items: readonly JsonNode[]
  /** Members of each `oneOf` and `anyOf`. */
  readonly alternatives: readonly (readonly JsonNode[])[]
  /** Every value of a keyword in the parts: `keyword('pattern')`. */
  keyword(name: string): readonly JsonNode[]
}

export interface Property {
  readonly name: string
  readonly required: boolean
  /** Where it is declared first; report here. */
  readonly node: JsonNode
  /** All its declarations, which hold at once: hand them to `view`. */
  readonly schemas: readonly JsonNode[]
}
