import type {JsonNode} from '../../contracts/json/node.js'
import type {OpenApi} from '../../contracts/openapi/model.js'

/** Deeper fields are those of other things, and schemas may be in themselves. */
const deepest = 6

/** More fields than these of one answer are no list that anybody reads. */
const mostFields = 2000

/** The fields that a schema describes, as ways to them: `data.items[].price`. Objects are told by what is in them. */
export function describedFields(document: OpenApi, schema: JsonNode): readonly string[] {
  const found = new Set<string>()
  walk([schema], '', 0, new Set())
  return [...found]

  function walk(schemas: readonly JsonNode[], way: string, depth: number, above: ReadonlySet<unknown>) {
    const view = document.view(schemas)
    const parts = new Set(view.parts.map(({value}) => value))
    if (depth > deepest || found.size >= mostFields || [...parts].some(part => above.has(part))) return
    const around = new Set([...above, ...parts])
    const isLeaf = view.properties.size === 0 && view.items.length === 0 && view.alternatives.length === 0
    if (isLeaf && way !== '') found.add(way)
    for (const {name, schemas: inner} of view.properties.values())
      walk(inner, way === '' ? name : `${way}.${name}`, depth + 1, around)
    if (view.items.length > 0) walk(view.items, `${way}[]`, depth, around)
    for (const alternative of view.alternatives.flat()) walk([alternative], way, depth, around)
  }
}

/** The fields that a value has, in the same form. */
export function readFields(value: unknown, way = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(item => readFields(item, `${way}[]`))
  if (typeof value !== 'object' || value === null) return way === '' ? [] : [way]
  return Object.entries(value).flatMap(([name, member]) => readFields(member, way === '' ? name : `${way}.${name}`))
}
