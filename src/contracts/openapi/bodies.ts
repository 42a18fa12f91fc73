import type {JsonNode, MediaType, OpenApi, Operation, Response, SchemaView} from './model.js'

/** A JSON body that an operation answers with. */
export interface JsonBody {
  readonly operation: Operation
  readonly response: Response
  readonly media: MediaType
  /** The body as each `oneOf` and `anyOf` member leaves it; empty when the media type has no schema. */
  readonly views: readonly SchemaView[]
}

/** More combinations than these are not looked at; a body of so many forms is judged by the first ones. */
const mostBranches = 32

const kept = new WeakMap<OpenApi, readonly JsonBody[]>()

/** Every JSON body of the operations that the standard rules: exempt paths are left out, and what has no body. */
export function jsonBodies(document: OpenApi): readonly JsonBody[] {
  const known = kept.get(document)
  if (known) return known
  const viewsOf = new Map<unknown, readonly SchemaView[]>()
  const bodies = document.operations
    .filter(({exempt, method}) => !exempt && method !== 'head')
    .flatMap(operation =>
      operation.responses
        .filter(({status}) => status !== '204' && status !== '304')
        .flatMap(response =>
          response.content
            .filter(({isJson}) => isJson)
            .map(media => {
              const identity = identityOf(document, media.schema)
              const views = viewsOf.get(identity) ?? (media.schema ? branches(document, [media.schema]) : [])
              viewsOf.set(identity, views)
              return {operation, response, media, views}
            }),
        ),
    )
  kept.set(document, bodies)
  return bodies
}

/** What a schema is, wherever it is referred to; words beside a `$ref` make it a schema of its own. */
function identityOf(document: OpenApi, schema: JsonNode | undefined): unknown {
  if (schema?.ref === undefined || schema.children().length > 1) return schema?.value
  return (document.resolve(schema) ?? schema).value
}

/** JSON bodies of answers that succeed. */
export function successBodies(document: OpenApi): readonly JsonBody[] {
  return jsonBodies(document).filter(({response}) => response.status.startsWith('2'))
}

/** JSON bodies of answers that fail. */
export function failureBodies(document: OpenApi): readonly JsonBody[] {
  return jsonBodies(document).filter(({response}) => /^[45]/.test(response.status))
}

/** The views of schemas that hold at once: one, or one for each way through their `oneOf`s and `anyOf`s. */
export function branches(document: OpenApi, schemas: readonly JsonNode[]): readonly SchemaView[] {
  const found: SchemaView[] = []
  const walk = (merged: readonly JsonNode[], chosen: ReadonlySet<unknown>) => {
    if (found.length >= mostBranches) return
    const view = document.view(merged)
    const group = view.alternatives.find(members => members.length > 0 && !members.some(each => chosen.has(each.value)))
    if (group === undefined) {
      found.push(view)
      return
    }
    const next = new Set([...chosen, ...group.map(each => each.value)])
    for (const member of group) walk([...merged, member], next)
  }
  walk(schemas, new Set())
  return found
}

/** Views of a property without those that only say that it may be null, and whether it may. */
export function valueBranches(document: OpenApi, schemas: readonly JsonNode[]) {
  const all = branches(document, schemas)
  const views = all.filter(view => !isOnlyNull(view))
  return {views, nullable: views.length < all.length || all.some(view => view.nullable)}
}

/** The JSON types that a view allows, from `type` or, without one, from its values and keywords. */
export function typesOf(view: SchemaView): ReadonlySet<string> {
  if (view.types.length > 0) return new Set(view.types)
  const values = valuesOf(view)
  if (values) return new Set(values.filter(value => value !== null).map(typeOfValue))
  if (view.properties.size > 0 || view.required.size > 0) return new Set(['object'])
  return new Set(view.items.length > 0 ? ['array'] : [])
}

/** What `const` or `enum` lists; undefined when neither is there. */
export function valuesOf(view: SchemaView): readonly unknown[] | undefined {
  const constant = view.keyword('const')[0]
  if (constant) return [constant.value]
  const list = view.keyword('enum')[0]?.value
  return Array.isArray(list) ? list : undefined
}

function isOnlyNull(view: SchemaView): boolean {
  if (view.types.length > 0) return false
  return (
    view.keyword('type').some(({text}) => text === 'null') || (valuesOf(view)?.every(value => value === null) ?? false)
  )
}

function typeOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}
