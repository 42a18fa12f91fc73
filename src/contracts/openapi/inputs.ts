import {mostBulkItems} from '../../standard/inputs.js'
import {bodiless} from '../../standard/methods.js'
import {branches, typesOf, valueBranches} from './bodies.js'
import {segmentsOf} from './collections.js'
import type {Holder} from './members.js'
import type {JsonNode, MediaType, OpenApi, Operation, Property, SchemaView} from './model.js'

/** A body that callers send. */
export interface SentBody {
  readonly operation: Operation
  readonly holder: Holder
  readonly media: MediaType
  readonly schema: JsonNode
}

/** The bodies of the requests that the standard rules, in all their media types. */
export function sentBodies({operations}: Pick<OpenApi, 'operations'>): readonly SentBody[] {
  return operations.flatMap(operation => {
    const {exempt, method, requestBody} = operation
    const holder = sentBy(operation)
    // A body where there must be none is told by openapi/body-placement.
    if (exempt || bodiless.has(method) || !requestBody || !holder) return []
    return requestBody.content.flatMap(media =>
      [media.schema, media.itemSchema].flatMap(schema => (schema ? {operation, holder, media, schema} : [])),
    )
  })
}

/** What a request body is called: by its own name when it is referred to. */
export function sentBy({title, requestBody}: Operation): Holder | undefined {
  if (!requestBody) return undefined
  const {node, use} = requestBody
  return {title: node.value === use.value ? `Request body of "${title}"` : `Request body "${node.name}"`, node, use}
}

/** A value within what is sent, as each `oneOf` and `anyOf` member leaves it. */
export interface SentValue {
  /** Where it is declared. */
  readonly at: JsonNode
  /** Undefined for the whole and for items. */
  readonly property: Property | undefined
  readonly readOnly: boolean
  readonly views: readonly SchemaView[]
}

/** More values that several schemas describe at once are not looked at; a hostile contract has any number of them. */
const mostCombinations = 10_000

/** Walks through what callers send; what it has walked through before, it leaves out. */
export class SentValues {
  readonly #numbers = new WeakMap<object, number>()
  readonly #seen = new Set<string>()
  #next = 0
  #combinations = 0

  constructor(readonly document: OpenApi) {}

  /** The value itself and all values within. Properties that are read-only are given, but not gone into. */
  *within(whole: JsonNode): Generator<SentValue> {
    const open: {schemas: readonly JsonNode[]; at: JsonNode; property?: Property}[] = [{schemas: [whole], at: whole}]
    for (let next = open.pop(); next; next = open.pop()) {
      const {schemas, at, property} = next
      if (!this.#isNew(schemas)) continue
      const {views} = valueBranches(this.document, schemas)
      const readOnly = views.some(view => view.keyword('readOnly').some(node => node.value === true))
      yield {at, property, readOnly, views}
      if (readOnly) continue
      for (const view of views) {
        for (const each of view.properties.values()) open.push({schemas: each.schemas, at: each.node, property: each})
        const [item] = view.items
        if (item) open.push({schemas: view.items, at: item})
        for (const each of furtherSchemas(view)) open.push({schemas: [each], at: each})
      }
    }
  }

  /** Schemas that hold together are known by the numbers of all of them. */
  #isNew(schemas: readonly JsonNode[]): boolean {
    const numbers = schemas.map(({value}) => {
      if (typeof value !== 'object' || value === null) return -1
      const known = this.#numbers.get(value) ?? this.#next++
      this.#numbers.set(value, known)
      return known
    })
    const key = numbers.join()
    if (this.#seen.has(key) || (schemas.length > 1 && ++this.#combinations > mostCombinations)) return false
    this.#seen.add(key)
    return true
  }
}

/** Values of maps and of tuples. */
function furtherSchemas(view: SchemaView): readonly JsonNode[] {
  return [
    ...view.keyword('additionalProperties').filter(node => node.isObject),
    ...['patternProperties', 'prefixItems'].flatMap(name => view.keyword(name).flatMap(node => node.children())),
  ]
}

/** The forms that a body can have at its top. */
export function topViews(document: OpenApi, {schema}: SentBody): readonly SchemaView[] {
  return branches(document, [schema])
}

/** An object with properties beyond those that are listed. What has none listed and describes its values is a map. */
export function letsAnythingIn(view: SchemaView): boolean {
  if (!view.complete || !view.open || !typesOf(view).has('object')) return false
  const isMap = ['additionalProperties', 'patternProperties'].some(name =>
    view.keyword(name).some(node => node.isObject),
  )
  return !(isMap && view.properties.size === 0)
}

/** Arrays that are sent in bulk: the body itself, or what is at the top of the body of a `bulk` or `batch` operation. */
export function* tooManyItems(document: OpenApi, body: SentBody): Generator<[JsonNode, number]> {
  const isBulk = segmentsOf(body.operation.path).some(segment => /(^|[-:])(bulk|batch)($|-)/.test(segment))
  for (const view of topViews(document, body)) {
    const inner = isBulk ? [...view.properties.values()].map(({schemas}) => document.view(schemas)) : []
    for (const each of [view, ...inner]) {
      const most = each.keyword('maxItems').flatMap(node => node.number ?? [])
      const [part] = each.parts
      if (part && typesOf(each).has('array') && most.length > 0 && Math.min(...most) > mostBulkItems)
        yield [part, Math.min(...most)]
    }
  }
}
