import {parseDuration} from '../quantity.js'
import type {Pause} from './step.js'

/** Reads `1s`, or `500ms-2s` for a range; `what` names the key in complaints. */
export function parseThink(text: string, what: string): Pause {
  const [from = '', to = from] = text.split('-')
  const [least, most] = [from, to].map(each => parseDuration(each, what))
  return {least: Math.min(least ?? 0, most ?? 0), most: Math.max(least ?? 0, most ?? 0)}
}
