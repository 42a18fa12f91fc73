import type {JsonNode, SchemaView} from './model.js'

/** Keywords for the least and the most of one thing. */
const pairs = [
  [['minLength'], ['maxLength']],
  [['minItems'], ['maxItems']],
  [['minProperties'], ['maxProperties']],
  [['minContains'], ['maxContains']],
  [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ],
] as const

/** A number below or above which no value may be. */
export interface Bound {
  readonly node: JsonNode
  readonly value: number
  readonly excluded: boolean
}

/** Bounds of a schema that exclude each other. */
export function contradictions(view: SchemaView): {readonly least: Bound; readonly most: Bound}[] {
  const found: {least: Bound; most: Bound}[] = []
  for (const [leasts, mosts] of pairs) {
    const least = tightest(view, leasts, true)
    // Few schemas have a least.
    const most = least && tightest(view, mosts, false)
    if (!least || !most) continue
    const isEmpty = least.value > most.value || (least.value === most.value && (least.excluded || most.excluded))
    if (isEmpty) found.push({least, most})
  }
  return found
}

function bounds(view: SchemaView, keyword: string): Bound[] {
  const nodes = view.keyword(keyword)
  if (nodes.length === 0) return []
  return nodes.flatMap(node => {
    if (node.number === undefined) return []
    // OpenAPI 3.0 says `exclusiveMinimum: true` beside `minimum`.
    const exclusive = `exclusive${keyword.charAt(0).toUpperCase()}${keyword.slice(1)}`
    const excluded = keyword.startsWith('exclusive') || node.parent?.get(exclusive)?.boolean === true
    return {node, value: node.number, excluded}
  })
}

function tightest(view: SchemaView, keywords: readonly string[], isLeast: boolean): Bound | undefined {
  let best: Bound | undefined
  for (const keyword of keywords)
    for (const bound of bounds(view, keyword)) {
      const isTighter = !best || (isLeast ? bound.value > best.value : bound.value < best.value)
      if (isTighter || (bound.value === best?.value && bound.excluded)) best = bound
    }
  return best
}

/** A bound as messages show it. */
export function saidOf({node, value, excluded}: Bound): string {
  return `"${node.name}" is ${value}${excluded && !node.name.startsWith('exclusive') ? ' (exclusive)' : ''}`
}
