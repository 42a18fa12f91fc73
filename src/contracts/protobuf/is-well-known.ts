import {fileOf} from './names.js'
import type {Declaration} from './nodes.js'

/** Whether something is declared in a file that comes with protobuf, which nobody changes even where a copy is kept. */
export function isWellKnown(node: Declaration): boolean {
  return fileOf(node).packageName === 'google.protobuf'
}
