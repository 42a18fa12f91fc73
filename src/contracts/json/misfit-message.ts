import type {JsonNode, Place} from './node.js'
import type {Misfit} from './validation/misfit.js'

/** Where a misfit is told: at the part of the value that does not fit, or at the value where a text stands for it. */
export function placeOfMisfit(value: JsonNode, {path}: Misfit): Place {
  return {node: value.at(...path) ?? value, on: 'value'}
}

/** `"lines[0].price" has to be a number, not a string.`, or `it …` for the value as a whole. */
export function misfitMessage(misfit: Misfit): string {
  const way = wayOf(misfit)
  return `${way === '' ? 'it' : `"${way}"`} ${misfit.problem}.`
}

/** `lines[0].price`; empty for the value as a whole. */
export function wayOf({path}: Misfit): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${key}`),
    '',
  )
}
