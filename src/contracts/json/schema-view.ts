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
  #types: readonly string[] | undefined

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
    this.#types ??= this.#allowedTypes()
    return this.#types
  }

  #allowedTypes(): readonly string[] {
    let allowed: string[] | undefined
    for (const node of this.keyword('type')) {
      const named = (node.isArray ? node.children().map(({text}) => text ?? '') : [node.text ?? '']).filter(
        name => name !== 'null' && name !== '',
      )
      allowed = allowed === undefined ? named : both(allowed, named)
    }
    return allowed ?? nothing
  }

  get nullable(): boolean {
    return (
      this.keyword('nullable').some(node => node.boolean === true) ||
      this.keyword('type').some(node => node.text === 'null' || node.children().some(({text}) => text === 'null'))
    )
  }

  get properties(): ReadonlyMap<string, Property> {
    if (!this.#properties) {
      const lists = this.keyword('properties')
      this.#properties = lists.length === 0 ? noProperties : this.#propertiesIn(lists)
    }
    return this.#properties
  }

  #propertiesIn(lists: readonly JsonNode[]): ReadonlyMap<string, Property> {
    const found = new Map<string, Property & {readonly schemas: JsonNode[]}>()
    const {required} = this
    for (const properties of lists)
      for (const node of properties.children()) {
        const {name} = node
        const before = found.get(name)
        if (before) before.schemas.push(node)
        else found.set(name, {name, required: required.has(name), node, schemas: [node]})
      }
    return found
  }

  get required(): ReadonlyMap<string, JsonNode> {
    if (!this.#required) {
      const lists = this.keyword('required')
      this.#required = lists.length === 0 ? noNames : namesIn(lists)
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
    const one = this.keyword('oneOf')
    const any = this.keyword('anyOf')
    return one.length + any.length === 0 ? nothing : [...one, ...any].map(node => node.children())
  }

  keyword(name: string): readonly JsonNode[] {
    const {parts} = this
    let found: JsonNode[] | undefined
    // Asked millions of times about large contracts, and mostly in vain.
    for (let index = 0; index < parts.length; index++) {
      const node = parts[index]?.get(name)
      if (node === undefined) continue
      if (found === undefined) found = [node]
      else found.push(node)
    }
    return found ?? nothing
  }
}

const nothing: readonly never[] = []
const noProperties: ReadonlyMap<string, Property> = new Map()
const noNames: ReadonlyMap<string, JsonNode> = new Map()

/** The names that lists of `required` hold, each where it is for the first time. */
function namesIn(lists: readonly JsonNode[]): ReadonlyMap<string, JsonNode> {
  const found = new Map<string, JsonNode>()
  for (const list of lists)
    for (const node of list.isArray ? list.children() : [])
      if (node.text !== undefined && !found.has(node.text)) found.set(node.text, node)
  return found
}

/** Types that two parts allow together; every integer is a number. */
function both(one: readonly string[], other: readonly string[]): string[] {
  return one.flatMap(type => {
    if (other.includes(type)) return type
    if (type === 'number' && other.includes('integer')) return 'integer'
    return type === 'integer' && other.includes('number') ? type : []
  })
}
