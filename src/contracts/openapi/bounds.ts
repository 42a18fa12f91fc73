import type {SchemaView} from './model.js'

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
