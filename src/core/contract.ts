import type {Location, Source} from './source.js'

/**
 * An interface description, read into the small model of its kind. `Node` is how rules of the kind point at a place
 * in it: a node of the document tree for YAML and JSON, a syntax node for the other languages.
 */
export interface Contract<Kind extends string = string, Document = unknown, Node = never> {
  readonly kind: Kind
  readonly source: Source
  readonly document: Document
  locate(node: Node): Location
  /** The way to a place in its file, which stays when lines move: `/paths/~1orders/get/parameters/-`. */
  element?(node: Node): string
  /** Whether the contract itself silences a rule at a place, as `x-mesh-ignore` does for an element and all below it. */
  ignores?(node: Node, rule: string): boolean
}

export type NodeOf<C> = C extends Contract<string, unknown, infer Node> ? Node : never
