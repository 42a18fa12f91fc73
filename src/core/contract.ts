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
  /** What silences a rule at a place in the contract itself, as `x-mesh-ignore` does for an element and all below it. */
  exemption?(node: Node, rule: string): Exemption<Node> | undefined
}

/** A place that silences a rule: `x-mesh-ignore`, `# mesh-ignore`, `// mesh-ignore`. */
export interface Exemption<Node = unknown> {
  /** As written, be it an id or a name of the catalogue; undefined when none is named. */
  readonly rule: string | undefined
  readonly reason: string | undefined
  readonly at: Node
}

export type NodeOf<C> = C extends Contract<string, unknown, infer Node> ? Node : never
