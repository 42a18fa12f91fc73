import {branches, valueBranches} from './branches.js'
import type {JsonNode} from './node.js'
import type {Schemas} from './schema.js'

/** Properties that hold one error or a list of them. */
const holders: ReadonlySet<string> = new Set(['error', 'errors'])

/** Finds out which schemas describe an error: what `errors` is a list of, and components called `…Error`. */
export class ErrorSchemas {
  #values: ReadonlySet<unknown> | undefined

  constructor(private readonly document: Schemas & {readonly schemas: readonly JsonNode[]}) {}

  has(schema: JsonNode): boolean {
    this.#values ??= new Set(this.parts().map(({value}) => value))
    return this.#values.has(schema.value)
  }

  /** The schema objects of errors, each as often as it is used. */
  parts(): JsonNode[] {
    const {document} = this
    return document.schemas.flatMap(schema => {
      const isNamed = schema.parent?.key === 'schemas' && /[a-z0-9]Error$/.test(schema.name)
      const named = isNamed ? branches(document, [schema]).flatMap(({parts}) => parts) : []
      const properties = schema.get('properties')
      const held = (properties?.isObject ? properties.children() : []).filter(({name}) => holders.has(name))
      return [...named, ...held.flatMap(node => this.#errorsIn(node))]
    })
  }

  #errorsIn(property: JsonNode): JsonNode[] {
    return valueBranches(this.document, [property]).views.flatMap(view =>
      view.items.length === 0 ? view.parts : branches(this.document, view.items).flatMap(({parts}) => parts),
    )
  }
}
