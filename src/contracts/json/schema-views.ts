import {JsonNode} from './node.js'
import type {References} from './references.js'
import type {Schemas, SchemaView} from './schema.js'
import {FlattenedSchema} from './schema-view.js'

/** Makes the view of each schema once. `siblings`: what stands beside a `$ref` counts. */
export class SchemaViews implements Schemas {
  readonly #views = new WeakMap<object, SchemaView>()

  constructor(
    private readonly references: References,
    private readonly siblings: boolean,
  ) {}

  view(schema: JsonNode | readonly JsonNode[]): SchemaView {
    const schemas = schema instanceof JsonNode ? [schema] : schema
    const [only] = schemas
    // A reference that says nothing itself is what it leads to, however many refer to it.
    const target =
      schemas.length === 1 && only && this.#isBareReference(only) ? this.references.resolve(only) : undefined
    if (target) return this.view(target)
    const identity = schemas.length === 1 ? schemas[0]?.value : undefined
    const isObject = typeof identity === 'object' && identity !== null
    const known = isObject ? this.#views.get(identity) : undefined
    if (known) return known
    const view = new FlattenedSchema(schemas, this.siblings, (node, ref) => this.references.next(node, ref))
    if (isObject) this.#views.set(identity, view)
    return view
  }

  /** Where siblings do not count, what stands beside a `$ref` is ignored. */
  #isBareReference(node: JsonNode): boolean {
    // Sound: only objects have a `$ref`.
    return node.ref !== undefined && (!this.siblings || Object.keys(node.value as object).length === 1)
  }
}
