import type {JsonNode} from './node.js'
import type {Property, SchemaView} from './schema.js'

/** How a view finds what a `$ref` leads to, one step at a time. */
export type FollowReference = (node: JsonNode, ref: string) => JsonNode | undefined

/** A schema with everything that holds at once; each list is made when it is asked for. */
export class FlattenedSchema implements SchemaView {
  readonly parts: readonly JsonNode[]
  readonly complete: boolean
  #properties: ReadonlyMap<string, Property> | undefined
  #required: ReadonlyMap<string, JsonNode> | undefined

  /** `siblings`: what stands beside a `$ref` counts, as from JSON Schema 2019-09 (OpenAPI 3.1) on. */
  constructor(schemas: readonly JsonNode[], siblings: boolean, follow: FollowReference) {
    const parts: JsonNode[] = []
    const seen = new Set<unknown>()
    let complete = true
    const add = (node: JsonNode): void => {
      if (!node.isObject || seen.has(node.value)) return
      seen.add(node.value)
      const {ref} = node
      if (ref !== undefined) {
        const target = follow(node, ref)
        if (siblings && Object.keys(node.value as object).length > 1) parts.push(node)
        if (target) add(target)
        else complete = false
        if (!siblings) return
      } else parts.push(node)
      for (const member of node.get('allOf')?.children() ?? []) add(member)
    }
    for (const schema of schemas) add(schema)
    this.parts = parts
    this.complete = complete
  }

  get types(): readonly string[] {
    let allowed: string[] | undefined
    for (const node of this.keyword('type')) {
      const named = (node.isArray ? node.children().map(({text}) => text ?? '') : [node.text ?? '']).filter(
        name => name !== 'null' && name !== '',
      )
      allowed = allowed === undefined ? named : both(allowed, named)
    }
    return allowed ?? []
  }

  get nullable(): boolean {
    return (
      this.keyword('nullable').some(node => node.boolean === true) ||
      this.keyword('type').some(node => node.text === 'null' || node.children().some(({text}) => text === 'null'))
    )
  }

  get properties(): ReadonlyMap<string, Property> {
    if (!this.#properties) {
      const found = new Map<string, [JsonNode, ...JsonNode[]]>()
      for (const node of this.keyword('properties').flatMap(properties => properties.children())) {
        const before = found.get(node.name)
        if (before) before.push(node)
        else found.set(node.name, [node])
      }
      const {required} = this
      this.#properties = new Map(
        [...found].map(([name, schemas]) => [name, {name, required: required.has(name), node: schemas[0], schemas}]),
      )
    }
    return this.#properties
  }

  get required(): ReadonlyMap<string, JsonNode> {
    if (!this.#required) {
      const found = new Map<string, JsonNode>()
      for (const node of this.keyword('required').flatMap(list => (list.isArray ? list.children() : [])))
        if (node.text !== undefined && !found.has(node.text)) found.set(node.text, node)
      this.#required = found
    }
    return this.#required
  }

  get open(): boolean {
    return !['additionalProperties', 'unevaluatedProperties'].some(name =>
      this.keyword(name).some(node => node.boolean === false),
    )
  }

  get items(): readonly JsonNode[] {
    return this.keyword('items')
  }

  get alternatives(): readonly (readonly JsonNode[])[] {
    return ['oneOf', 'anyOf'].flatMap(name => this.keyword(name).map(node => node.children()))
  }

  keyword(name: string): readonly JsonNode[] {
    return this.parts.flatMap(part => part.get(name) ?? [])
  }
}

/** Types that two parts allow together; every integer is a number. */
function both(one: readonly string[], other: readonly string[]): string[] {
  return one.flatMap(type => {
    if (other.includes(type)) return type
    if (type === 'number' && other.includes('integer')) return 'integer'
    return type === 'integer' && other.includes('number') ? type : []
  })
}
