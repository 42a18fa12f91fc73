import type {JsonNode} from './node.js'
import type {Schemas, SchemaView} from './schema.js'

/** More combinations than these are not looked at; a value of so many forms is judged by the first ones. */
const mostBranches = 32

/** The views of schemas that hold at once: one, or one for each way through their `oneOf`s and `anyOf`s. */
export function branches(document: Schemas, schemas: readonly JsonNode[]): readonly SchemaView[] {
  const whole = document.view(schemas)
  if (whole.alternatives.length === 0) return [whole]
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
export function valueBranches(document: Schemas, schemas: readonly JsonNode[]) {
  const all = branches(document, schemas)
  const views = all.some(isOnlyNull) ? all.filter(view => !isOnlyNull(view)) : all
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
