import type {JsonNode, SchemaView} from './model.js'

/** Keywords for the least and the most of one thing. */
const pairs = [
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minContains', 'maxContains'],
] as const

/** A number below or above which no value may be. */
export interface Bound {
  readonly node: JsonNode
  readonly value: number
  readonly excluded: boolean
}

/** Bounds of a schema that exclude each other. */
export function contradictions(view: SchemaView): {readonly least: Bound; readonly most: Bound}[] {
  const found = pairs.map(([least, most]) => ({
    least: tightest(bounds(view, least), true),
    most: tightest(bounds(view, most), false),
  }))
  const numbers = {
    least: tightest([...bounds(view, 'minimum'), ...bounds(view, 'exclusiveMinimum')], true),
    most: tightest([...bounds(view, 'maximum'), ...bounds(view, 'exclusiveMaximum')], false),
  }
  return [...found, numbers].flatMap(({least, most}) => {
    if (!least || !most) return []
    const isEmpty = least.value > most.value || (least.value === most.value && (least.excluded || most.excluded))
    return isEmpty ? {least, most} : []
  })
}

function bounds(view: SchemaView, keyword: string): Bound[] {
  return view.keyword(keyword).flatMap(node => {
    if (node.number === undefined) return []
    // OpenAPI 3.0 says `exclusiveMinimum: true` beside `minimum`.
    const exclusive = `exclusive${keyword.charAt(0).toUpperCase()}${keyword.slice(1)}`
    const excluded = keyword.startsWith('exclusive') || node.parent?.get(exclusive)?.boolean === true
    return {node, value: node.number, excluded}
  })
}

function tightest(all: readonly Bound[], isLeast: boolean): Bound | undefined {
  return all.reduce<Bound | undefined>((best, bound) => {
    if (!best) return bound
    const isTighter = isLeast ? bound.value > best.value : bound.value < best.value
    return isTighter || (bound.value === best.value && bound.excluded) ? bound : best
  }, undefined)
}

/** A bound as messages show it. */
export function saidOf({node, value, excluded}: Bound): string {
  return `"${node.name}" is ${value}${excluded && !node.name.startsWith('exclusive') ? ' (exclusive)' : ''}`
}
