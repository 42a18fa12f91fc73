import {typesOf, valuesOf} from './bodies.js'
import type {JsonNode, SchemaView} from './model.js'
import {quoted} from './named.js'

/** The least integer that a view allows: `minimum` or what `exclusiveMinimum` makes of it; the strictest one counts. */
export function lowest(view: SchemaView): number | undefined {
  const bounds = view.parts.flatMap(part => {
    const minimum = part.get('minimum')?.number
    const exclusive = part.get('exclusiveMinimum')?.value
    // A boolean in 3.0, a bound of its own in 3.1.
    return [
      ...(minimum === undefined ? [] : [exclusive === true ? Math.floor(minimum) + 1 : Math.ceil(minimum)]),
      ...(typeof exclusive === 'number' ? [Math.floor(exclusive) + 1] : []),
    ]
  })
  return bounds.length === 0 ? undefined : Math.max(...bounds)
}

/** The greatest integer that a view allows. */
export function highest(view: SchemaView): number | undefined {
  const bounds = view.parts.flatMap(part => {
    const maximum = part.get('maximum')?.number
    const exclusive = part.get('exclusiveMaximum')?.value
    return [
      ...(maximum === undefined ? [] : [exclusive === true ? Math.ceil(maximum) - 1 : Math.floor(maximum)]),
      ...(typeof exclusive === 'number' ? [Math.ceil(exclusive) - 1] : []),
    ]
  })
  return bounds.length === 0 ? undefined : Math.min(...bounds)
}

/** What a string, an array or a number lacks to be bounded: `has no "maxItems"`. */
export function boundLackOf(view: SchemaView): string | undefined {
  if (valuesOf(view)) return undefined
  const types = typesOf(view)
  const has = (name: string) => view.keyword(name).length > 0
  if (types.has('string') && !has('maxLength') && !has('format') && !view.keyword('pattern').some(isBounded))
    return 'has no "maxLength", "enum" or "format"'
  if (types.has('array') && !has('maxItems')) return 'has no "maxItems"'
  if (!types.has('number') && !types.has('integer')) return undefined
  const missing = ['minimum', 'maximum'].filter(name => !has(name) && !view.keyword(exclusive(name)).some(isNumber))
  return missing.length === 0 ? undefined : `has no ${quoted(missing, 'and no')}`
}

function exclusive(name: string): string {
  return `exclusive${name.charAt(0).toUpperCase()}${name.slice(1)}`
}

function isNumber({value}: JsonNode): boolean {
  return typeof value === 'number'
}

/** A pattern for the whole text, none of whose parts may be repeated without end. */
function isBounded({text = ''}: JsonNode): boolean {
  const bare = text.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x')
  return /^\^[^|]*\$$/.test(bare) && !/[*+]|\{\d+,\}/.test(bare)
}
