import type {JsonNode, OpenApi} from './model.js'
import {countingSchemas} from './schema-title.js'

/** Keywords whose schemas hold for the same value as the schema that has them. */
const beside = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas']

/** Which properties are described for the value of a schema, by itself and by all that holds beside it. */
export class DescribedNames {
  /** The schemas that hold beside one because they have it as a part: a mixin leads to those that use it. */
  readonly #users = new Map<unknown, JsonNode[]>()

  constructor(readonly document: OpenApi) {
    for (const schema of countingSchemas(document))
      for (const part of this.#partsOf(schema)) {
        const known = this.#users.get(part.value)
        if (known) known.push(schema)
        else this.#users.set(part.value, [schema])
      }
  }

  /** Undefined when any name is described, or when not all can be seen. */
  of(schema: JsonNode): ReadonlySet<string> | undefined {
    const names = new Set<string>()
    const seen = new Set<unknown>()
    const users = this.#around(schema)
    const isUser = new Set<unknown>(users.map(({value}) => value))
    const open = [schema, ...users]
    for (let next = open.pop(); next; next = open.pop()) {
      if (seen.has(next.value)) continue
      seen.add(next.value)
      if (next.ref !== undefined && !this.document.resolve(next)) return undefined
      const others = next.get('additionalProperties') ?? next.get('unevaluatedProperties')
      if (others?.isObject || others?.boolean === true || next.get('patternProperties')) return undefined
      for (const {name} of next.get('properties')?.children() ?? []) names.add(name)
      // The other alternatives of a user do not hold together with this one.
      open.push(...this.#partsOf(next, isUser.has(next.value) ? ['allOf'] : beside))
    }
    return names
  }

  #around(schema: JsonNode): JsonNode[] {
    const found = new Map<unknown, JsonNode>()
    const open = [...(this.#users.get(schema.value) ?? [])]
    for (let user = open.pop(); user; user = open.pop()) {
      if (found.has(user.value)) continue
      found.set(user.value, user)
      open.push(...(this.#users.get(user.value) ?? []))
    }
    return [...found.values()]
  }

  #partsOf(schema: JsonNode, keywords: readonly string[] = beside): JsonNode[] {
    const parts = keywords.flatMap(keyword => {
      const node = schema.get(keyword)
      if (!node) return []
      return node.isArray || keyword === 'dependentSchemas' ? node.children() : [node]
    })
    return [...parts, ...(schema.ref === undefined ? [] : [schema])].flatMap(part => this.document.resolve(part) ?? [])
  }
}
